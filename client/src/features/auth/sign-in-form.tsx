"use client";

import Link from "next/link";
import { useState } from "react";
import { mailSignInLink, signInByCompany, signInByPassword } from "#lib/auth/requests.ts";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { Tabs } from "#ui/tabs.tsx";

export interface SignInFormProps {
  /** Where to go once signed in. */
  next: string;
  /** The company whose own sign-in is open too. */
  company: string | null;
}

export function SignInForm({ next, company }: SignInFormProps) {
  return (
    <div className="grid gap-5">
      {company !== null && <CompanyForm next={next} company={company} />}
      <OwnForms next={next} />
    </div>
  );
}

function CompanyForm({ next, company }: { next: string; company: string }) {
  return (
    <Form
      aria-label={`Sign in with ${company}`}
      fields={[]}
      className="grid gap-3"
      submit={() => signInByCompany(next)}
    >
      {({ busy }) => (
        <SubmitButton tone="plain" size="lg" busy={busy}>
          Sign in with {company}
        </SubmitButton>
      )}
    </Form>
  );
}

function OwnForms({ next }: { next: string }) {
  return (
    <Tabs
      label="Ways to sign in"
      tabs={[
        { value: "password", label: "Password", panel: <PasswordForm next={next} /> },
        { value: "link", label: "Mailed link", panel: <LinkForm next={next} /> },
      ]}
    />
  );
}

function PasswordForm({ next }: { next: string }) {
  return (
    <Form
      aria-label="Sign in with a password"
      fields={["email", "password"]}
      className="grid gap-4"
      submit={async (values) => {
        const password = values.get("password");
        const refused = await signInByPassword(
          textOf(values, "email"),
          typeof password === "string" ? password : "",
        );
        // A whole new page: it is rendered for the one who signed in.
        if (!refused) window.location.assign(next);
        return refused;
      }}
    >
      {({ busy }) => (
        <>
          <TextField name="email" label="E-mail" type="email" autoComplete="username" required autoFocus />
          <TextField
            name="password"
            label="Password"
            type="password"
            autoComplete="current-password"
            required
          />
          <SubmitButton size="lg" busy={busy}>
            Sign in
          </SubmitButton>
          <Link className="text-sm text-ink-soft underline underline-offset-2" href="/forgotten-password">
            You forgot your password?
          </Link>
        </>
      )}
    </Form>
  );
}

function LinkForm({ next }: { next: string }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) {
    return (
      <Notice tone="good">
        A link is on its way to <strong className="font-medium">{sentTo}</strong>. It works once, for a
        quarter of an hour, in this browser or any other.
      </Notice>
    );
  }
  return (
    <Form
      aria-label="Sign in with a mailed link"
      fields={["email"]}
      className="grid gap-4"
      submit={async (values) => {
        const email = textOf(values, "email");
        const refused = await mailSignInLink(email, next);
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
            hint="We mail a link that signs you in without a password."
          />
          <SubmitButton size="lg" busy={busy}>
            Mail me a link
          </SubmitButton>
        </>
      )}
    </Form>
  );
}
