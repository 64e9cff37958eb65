import type { ZodError } from "zod";

/** A no of the provider's, in its own words. Thrown by whoever finds out; the dialect sends it. */
export class Refused extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, error: string, message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.body = { success: false, error, msg: message, ...more };
  }
}

export const badKey = (status = 401): Refused => new Refused(status, "auth_error", "Invalid user key");

export const noKey = (): Refused => new Refused(401, "auth_error", "This action requires login.");

export const notAllowed = (): Refused =>
  new Refused(403, "not_authorized", "This key's permissions do not cover this action.");

export const badArguments = (message: string, more: Record<string, unknown> = {}): Refused =>
  new Refused(400, "invalid_args", message, more);

/** Where the first thing wrong is, and what. */
export function issueOf({ issues: [issue] }: ZodError): string {
  return `${issue?.path.join(".") || "body"}: ${issue?.message}`;
}
