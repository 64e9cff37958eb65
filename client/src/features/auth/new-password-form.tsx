"use client";

import Link from "next/link";
import { useState } from "react";
import { setPassword } from "#lib/auth/requests.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";

export function NewPasswordForm({ token }: { token: string }) {
  const [isSet, setIsSet] = useState(false);
  if (isSet) {
    return (
      <div className="grid gap-4">
        <Notice tone="good">It is set. Whoever was signed in as you is signed out, everywhere.</Notice>
        <Link href="/sign-in" className={buttonStyle({ tone: "primary", size: "lg" })}>
          Sign in
        </Link>
      </div>
    );
  }
  return (
    <Form
      aria-label="Set a new password"
      fields={["password"]}
      className="grid gap-4"
      submit={async (values) => {
        const password = values.get("password");
        const refused = await setPassword(token, typeof password === "string" ? password : "");
        if (!refused) setIsSet(true);
        return refused;
      }}
    >
      {({ busy }) => (
        <>
          <TextField
            name="password"
            label="New password"
            type="password"
            autoComplete="new-password"
            required
            autoFocus
            minLength={10}
            hint="Ten characters or more. A few words are easier to keep than one hard one."
          />
          <SubmitButton size="lg" busy={busy}>
            Set it
          </SubmitButton>
        </>
      )}
    </Form>
  );
}
