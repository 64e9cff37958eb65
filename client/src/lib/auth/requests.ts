import type { Refused } from "../refusal.ts";
import { authRefusal } from "./auth-refusal.ts";

// Signing in and out is better-auth's own small HTTP interface, on the console's own origin.

export function signInByPassword(email: string, password: string): Promise<Refused | null> {
  return post("sign-in/email", { email, password });
}

export function signUp(name: string, email: string, password: string): Promise<Refused | null> {
  return post("sign-up/email", { name, email, password });
}

/** Mails a link that signs in and leads to `next`; the answer is the same whether the address is known or not. */
export function mailSignInLink(email: string, next: string): Promise<Refused | null> {
  return post("sign-in/magic-link", {
    email,
    callbackURL: next,
    errorCallbackURL: `/sign-in?next=${encodeURIComponent(next)}`,
  });
}

export function signOut(): Promise<Refused | null> {
  return post("sign-out", {});
}

async function post(path: string, body: Record<string, string>): Promise<Refused | null> {
  let response: Response;
  try {
    response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    return authRefusal(0, null);
  }
  if (response.ok) return null;
  const answer: unknown = await response.json().catch(() => null);
  const code = typeof answer === "object" && answer !== null && "code" in answer ? String(answer.code) : null;
  return authRefusal(response.status, code);
}
