"use client";

import { useMutation } from "@apollo/client/react";
import { ChevronsUpDown } from "lucide-react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  AccountSwitcher_AccountFragmentDoc,
  AccountSwitcher_ViewerFragmentDoc,
  SwitchAccountDocument,
} from "#gql/shell.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Menu, MenuChoice } from "#ui/menu.tsx";
import { sayFailed, sayRefused } from "#ui/toast.tsx";

export interface AccountSwitcherProps {
  viewer: FragmentType<typeof AccountSwitcher_ViewerFragmentDoc>;
  account: FragmentType<typeof AccountSwitcher_AccountFragmentDoc>;
}

export function AccountSwitcher({ viewer: viewerRef, account: accountRef }: AccountSwitcherProps) {
  const { accounts } = readFragment(AccountSwitcher_ViewerFragmentDoc, viewerRef);
  const account = readFragment(AccountSwitcher_AccountFragmentDoc, accountRef);
  const [switchAccount, { loading }] = useMutation(SwitchAccountDocument);

  const choose = async (accountId: string): Promise<void> => {
    if (accountId === account.id) return;
    try {
      const { data } = await switchAccount({ variables: { accountId } });
      const refused = refusalIn(data?.switchAccount);
      if (refused) sayRefused("Not switched", refused.message);
      // A whole new page, so that nothing of the account left behind stays in memory.
      else window.location.assign(window.location.pathname);
    } catch (error) {
      sayFailed("Not switched", error);
    }
  };

  if (accounts.length < 2) {
    return <p className="min-w-0 truncate px-2 text-sm font-medium">{account.name}</p>;
  }
  return (
    <Menu
      trigger={
        <Button
          tone="quiet"
          busy={loading}
          aria-label={`Account: ${account.name}. Switch`}
          className="min-w-0 shrink px-2 text-ink"
        >
          <span className="truncate">{account.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        </Button>
      }
    >
      <MenuChoice
        label="Work in"
        value={account.id}
        options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => void choose(id)}
      />
    </Menu>
  );
}
