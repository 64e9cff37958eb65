"use client";

import { useSuspenseQuery } from "@apollo/client/react";
import { SettingsAccountDocument } from "#gql/settings.ts";
import { preloaded } from "#lib/graphql/links.ts";
import { Invitations } from "./invitations.tsx";
import { Members } from "./members.tsx";
import { NewAccount } from "./new-account.tsx";
import { AccountName } from "./account-name.tsx";

export function AccountSettings({ actions }: { actions: readonly string[] }) {
  const mayReadInvitations = actions.includes("invitations.read");
  const { data } = useSuspenseQuery(preloaded(SettingsAccountDocument), {
    variables: { mayReadInvitations },
  });
  const { account, viewer } = data;
  return (
    <>
      <AccountName account={account} mayRename={actions.includes("account.rename")} />
      <Members
        account={account}
        ownUserId={viewer.user?.id ?? null}
        mayChange={actions.includes("members.change")}
      />
      {mayReadInvitations && <Invitations account={account} mayInvite={actions.includes("members.invite")} />}
      <NewAccount />
    </>
  );
}
