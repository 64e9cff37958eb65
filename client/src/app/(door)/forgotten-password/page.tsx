import type { Metadata } from "next";
import Link from "next/link";
import { Door } from "#features/auth/door.tsx";
import { ForgottenForm } from "#features/auth/forgotten-form.tsx";

export const metadata: Metadata = { title: "Set a new password" };

export default function ForgottenPasswordPage() {
  return (
    <Door
      title="Set a new password"
      foot={
        <>
          You know it after all?{" "}
          <Link className="text-accent underline underline-offset-2" href="/sign-in">
            Sign in
          </Link>
        </>
      }
    >
      <ForgottenForm />
    </Door>
  );
}
