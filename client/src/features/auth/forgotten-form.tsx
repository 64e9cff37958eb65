"use client";

import { useState } from "react";
import { mailPasswordLink } from "#lib/auth/requests.ts";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";

export function ForgottenForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) {
    return (
      <Notice tone="good">
        If somebody signed up as <strong className="font-medium">{sentTo}</strong>, a link is on its way
        there. It lets its reader set a password, once, for a quarter of an hour.
      </Notice>
    );
  }
  return (
    <Form
      aria-label="Mail a link to set a password"
      fields={["email"]}
      className="grid gap-4"
      submit={async (values) => {
        const email = textOf(values, "email");
        const refused = await mailPasswordLink(email);
        if (!refused) setSentTo(email);
        return refused;
      }}
    >
      {({ busy }) => (
        <>
          <TextField
            name="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            autoFocus
            hint="We mail a link that lets you set another one."
          />
          <SubmitButton size="lg" busy={busy}>
            Mail me a link
          </SubmitButton>
        </>
      )}
    </Form>
  );
}
