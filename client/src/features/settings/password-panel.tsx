"use client";

import { useState } from "react";
import { changePassword, mailPasswordLink } from "#lib/auth/requests.ts";
import { Button } from "#ui/button.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton } from "#ui/form.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone } from "#ui/toast.tsx";

/** A password is changed by who knows it; who does not, or never had one, sets one by a mailed link. */
export function PasswordPanel({ email }: { email: string }) {
  // A form that is done is a new one, with nothing in it.
  const [round, setRound] = useState(0);
  return (
    <Panel title="Password">
      <Form
        key={round}
        aria-label="Change the password"
        fields={["currentPassword", "password"]}
        className="grid max-w-lg gap-4 px-4"
        submit={async (values) => {
          const [current, next] = ["currentPassword", "password"].map((name) => {
            const value = values.get(name);
            return typeof value === "string" ? value : "";
          });
          const refused = await changePassword(current ?? "", next ?? "");
          if (refused) return refused;
          setRound(round + 1);
          sayDone("Your password is changed. Everybody else who was signed in as you is out.");
          return null;
        }}
      >
        {({ busy }) => (
          <>
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                name="currentPassword"
                label="The one you have"
                type="password"
                autoComplete="current-password"
                required
              />
              <TextField
                name="password"
                label="The new one"
                type="password"
                autoComplete="new-password"
                required
                minLength={10}
                hint="Ten characters or more."
              />
            </div>
            <div className="flex flex-wrap gap-2">
              <SubmitButton busy={busy}>Change it</SubmitButton>
              <MailLink email={email} />
            </div>
          </>
        )}
      </Form>
    </Panel>
  );
}

function MailLink({ email }: { email: string }) {
  const [said, setSaid] = useState<string | null>(null);
  if (said !== null) return <p className="self-center text-sm text-ink-soft">{said}</p>;
  return (
    <Button
      onClick={() => {
        void mailPasswordLink(email).then((refused) =>
          setSaid(refused ? refused.message : `A link is on its way to ${email}.`),
        );
      }}
    >
      Mail me a link instead
    </Button>
  );
}
