"use client";

import { useMutation } from "@apollo/client/react";
import { useRouter } from "next/navigation";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { RenameAccountDocument, AccountName_AccountFragmentDoc } from "#gql/settings.ts";
import { refusalIn } from "#lib/refusal.ts";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone } from "#ui/toast.tsx";
import { When } from "#ui/when.tsx";

export interface AccountNameProps {
  account: FragmentType<typeof AccountName_AccountFragmentDoc>;
  mayRename: boolean;
}

export function AccountName({ account: accountRef, mayRename }: AccountNameProps) {
  const account = readFragment(AccountName_AccountFragmentDoc, accountRef);
  const [rename] = useMutation(RenameAccountDocument);
  const router = useRouter();
  return (
    <Panel
      title={account.name}
      note={
        <>
          Account since <When at={account.createdAt} />
        </>
      }
    >
      {mayRename && (
        <Form
          key={account.name}
          aria-label="Rename the account"
          fields={["name"]}
          className="grid max-w-lg gap-2 px-4"
          submit={async (values) => {
            const { data } = await rename({ variables: { name: textOf(values, "name") } });
            const refused = refusalIn(data?.renameAccount);
            if (!refused) {
              sayDone("Account renamed");
              // The name also stands in the shell, which the server renders.
              router.refresh();
            }
            return refused;
          }}
        >
          {({ busy }) => (
            <div className="flex items-start gap-2">
              <TextField
                className="grow"
                name="name"
                label="Name"
                defaultValue={account.name}
                required
                maxLength={80}
              />
              <SubmitButton tone="plain" className="mt-6 h-9" busy={busy}>
                Rename
              </SubmitButton>
            </div>
          )}
        </Form>
      )}
    </Panel>
  );
}
