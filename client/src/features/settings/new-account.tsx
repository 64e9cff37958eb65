"use client";

import { useMutation } from "@apollo/client/react";
import { CreateAccountDocument, EnterAccountDocument } from "#gql/settings.ts";
import { refusalIn } from "#lib/refusal.ts";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Panel } from "#ui/panel.tsx";

export function NewAccount() {
  const [create] = useMutation(CreateAccountDocument);
  const [enter] = useMutation(EnterAccountDocument);
  return (
    <Panel
      title="Another account"
      note="An account has its own members, keys, machines and money. You will be its owner."
    >
      <Form
        aria-label="Make another account"
        fields={["name"]}
        className="grid max-w-lg gap-2 px-4"
        submit={async (values) => {
          const { data } = await create({ variables: { name: textOf(values, "name") } });
          const made = data?.createAccount;
          const refused = refusalIn(made);
          if (refused || made?.__typename !== "Account") return refused;
          await enter({ variables: { accountId: made.id } });
          window.location.assign("/settings/account");
          return null;
        }}
      >
        {({ busy }) => (
          <div className="flex items-start gap-2">
            <TextField className="grow" name="name" label="Name" required maxLength={80} autoComplete="off" />
            <SubmitButton tone="plain" className="mt-6 h-9" busy={busy}>
              Make account
            </SubmitButton>
          </div>
        )}
      </Form>
    </Panel>
  );
}
