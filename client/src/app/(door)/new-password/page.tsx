import type { Metadata } from "next";
import Link from "next/link";
import { Door } from "#features/auth/door.tsx";
import { NewPasswordForm } from "#features/auth/new-password-form.tsx";
import type { SearchParams } from "#lib/search-params.ts";
import { Notice } from "#ui/notice.tsx";

// The address holds what lets its reader in: nobody else is told of it.
export const metadata: Metadata = { title: "Set a new password", referrer: "no-referrer" };

export default async function NewPasswordPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { token } = await searchParams;
  return (
    <Door
      title="Set a new password"
      foot={
        <Link className="text-accent underline underline-offset-2" href="/forgotten-password">
          Mail me another link
        </Link>
      }
    >
      {typeof token === "string" && token !== "" ? (
        <NewPasswordForm token={token} />
      ) : (
        <Notice tone="danger">
          This link is not whole. Open it from the letter again, or ask for another.
        </Notice>
      )}
    </Door>
  );
}
