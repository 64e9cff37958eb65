import type { Metadata } from "next";
import Link from "next/link";
import { Door } from "#features/auth/door.tsx";
import { SignUpForm } from "#features/auth/sign-up-form.tsx";
import { returnPath } from "#lib/return-path.ts";
import type { SearchParams } from "#lib/search-params.ts";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next } = await searchParams;
  const asked = typeof next === "string" ? next : null;
  return (
    <Door
      title="Sign up"
      foot={
        <>
          Been here before?{" "}
          <Link
            className="text-accent underline underline-offset-2"
            href={asked ? `/sign-in?next=${encodeURIComponent(asked)}` : "/sign-in"}
          >
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm next={returnPath(asked)} />
    </Door>
  );
}
