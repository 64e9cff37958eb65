"use client";

import { signUp } from "#lib/auth/requests.ts";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";

export function SignUpForm({ next }: { next: string }) {
  return (
    <Form
      aria-label="Sign up"
      fields={["name", "email", "password"]}
      className="grid gap-4"
      submit={async (values) => {
        const password = values.get("password");
        const refused = await signUp(
          textOf(values, "name"),
          textOf(values, "email"),
          typeof password === "string" ? password : "",
        );
        if (!refused) window.location.assign(next);
        return refused;
      }}
    >
      {({ busy }) => (
        <>
          <TextField
            name="name"
            label="Name"
            autoComplete="name"
            required
            autoFocus
            hint="As others know you."
          />
          <TextField name="email" label="E-mail" type="email" autoComplete="username" required />
          <TextField
            name="password"
            label="Password"
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            hint="Ten characters or more. A few words are easier to keep than one hard one."
          />
          <SubmitButton size="lg" busy={busy}>
            Sign up
          </SubmitButton>
        </>
      )}
    </Form>
  );
}
