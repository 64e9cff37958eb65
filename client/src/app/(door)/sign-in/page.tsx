import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Door } from "#features/auth/door.tsx";
import { SignInForm } from "#features/auth/sign-in-form.tsx";
import { ConsoleLayoutDocument } from "#gql/app.ts";
import { authRefusal } from "#lib/auth/auth-refusal.ts";
import { readWays } from "#lib/auth/ways.ts";
import { isSignedIn } from "#lib/graphql/server.ts";
import { returnPath } from "#lib/return-path.ts";
import type { SearchParams } from "#lib/search-params.ts";
import { Notice } from "#ui/notice.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next, error } = await searchParams;
  const { company } = await readWays();
  const asked = typeof next === "string" ? next : null;
  if (error === undefined && (await isSignedIn(ConsoleLayoutDocument))) redirect(returnPath(asked));
  return (
    <Door
      title="Sign in"
      foot={
        <>
          New here?{" "}
          <Link
            className="text-accent underline underline-offset-2"
            href={asked ? `/sign-up?next=${encodeURIComponent(asked)}` : "/sign-up"}
          >
            Sign up
          </Link>
        </>
      }
    >
      {typeof error === "string" && (
        <Notice tone="danger" className="mb-4">
          {authRefusal(400, error).message}
        </Notice>
      )}
      <SignInForm next={returnPath(asked)} company={company} />
    </Door>
  );
}
