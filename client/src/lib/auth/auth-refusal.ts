import type { Refused } from "../refusal.ts";

/** What went wrong with signing in, in words that say what to do about it. */
export function authRefusal(status: number, code: string | null, retryAfterSeconds = 0): Refused {
  const known = code === null ? undefined : refusals[code];
  if (known) return known;
  if (status === 429) {
    const wait = retryAfterSeconds > 0 ? `${retryAfterSeconds} seconds` : "a minute";
    return { field: null, message: `Too many attempts. Wait ${wait}, then try again.` };
  }
  if (status === 0 || status >= 500) {
    return {
      field: null,
      message: "Berth cannot be reached at the moment. Nothing was changed; try again shortly.",
    };
  }
  return { field: null, message: "That was not accepted. Check what you typed, and try again." };
}

const wrongPair: Refused = {
  field: "password",
  message: "E-mail and password do not match. A mailed link works without the password.",
};
const emailTaken: Refused = {
  field: "email",
  message: "This address has signed up already. Sign in with it instead.",
};

const refusals: Record<string, Refused> = {
  INVALID_EMAIL_OR_PASSWORD: wrongPair,
  INVALID_PASSWORD: wrongPair,
  CREDENTIAL_ACCOUNT_NOT_FOUND: wrongPair,
  INVALID_EMAIL: { field: "email", message: "That is not an e-mail address." },
  EMAIL_NOT_VERIFIED: {
    field: "email",
    message: "This address is not confirmed yet. Follow the link in the mail we sent.",
  },
  USER_ALREADY_EXISTS: emailTaken,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: emailTaken,
  PASSWORD_TOO_SHORT: {
    field: "password",
    message: "The password is too short. Use at least ten characters.",
  },
  PASSWORD_TOO_LONG: { field: "password", message: "The password is too long. Use at most 128 characters." },
  INVALID_ORIGIN: {
    field: null,
    message:
      "This page was opened under another address than the one Berth knows. Open it at its own address.",
  },
  INVALID_TOKEN: { field: null, message: "That link is not valid, or was used already. Ask for a new one." },
  EXPIRED_TOKEN: { field: null, message: "That link has run out. Ask for a new one." },
};
