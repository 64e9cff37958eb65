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

/** Mails a link that lets its reader set a password; the answer is the same whether the address is known or not. */
export function mailPasswordLink(email: string): Promise<Refused | null> {
  return post("request-password-reset", { email });
}

export function setPassword(token: string, newPassword: string): Promise<Refused | null> {
  return post("reset-password", { token, newPassword });
}

/** Whoever else is signed in as this person is out. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<Refused | null> {
  const answer = await send("change-password", { currentPassword, newPassword, revokeOtherSessions: true });
  if (!("refused" in answer)) return null;
  if (answer.code === "INVALID_PASSWORD")
    return { field: "currentPassword", message: "That is not your password." };
  if (answer.code === "CREDENTIAL_ACCOUNT_NOT_FOUND")
    return { field: "currentPassword", message: "You have none yet. A mailed link sets one." };
  return answer.refused;
}

export function signOut(): Promise<Refused | null> {
  return post("sign-out", {});
}

/** Leaves for the company's own sign-in, which leads back to `next`. */
export async function signInByCompany(next: string): Promise<Refused | null> {
  const answer = await send("sign-in/social", {
    provider: "oidc",
    callbackURL: next,
    errorCallbackURL: `/sign-in?next=${encodeURIComponent(next)}`,
  });
  if ("refused" in answer) return answer.refused;
  const { body } = answer;
  if (typeof body !== "object" || body === null || !("url" in body) || typeof body.url !== "string") {
    return authRefusal(500, null);
  }
  window.location.assign(body.url);
  return null;
}

async function post(path: string, values: Record<string, string | boolean>): Promise<Refused | null> {
  const answer = await send(path, values);
  return "refused" in answer ? answer.refused : null;
}

async function send(
  path: string,
  values: Record<string, string | boolean>,
): Promise<{ body: unknown } | { refused: Refused; code: string | null }> {
  let response: Response;
  try {
    response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(values),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    return { refused: authRefusal(0, null), code: null };
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return { body };
  const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : null;
  const refused = authRefusal(response.status, code, Number(response.headers.get("retry-after")) || 0);
  return { refused, code };
}
