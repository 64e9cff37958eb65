import { json, type Answer } from "../http/exchange.ts";

/** A no in Google's words. */
export class Refused extends Error {
  readonly answer: Answer;
  constructor(code: number, reason: string, message: string, domain = "global") {
    super(message);
    this.answer = json(code, { error: { code, message, errors: [{ domain, reason, message }] } });
  }
}

export const notFound = () => new Refused(404, "notFound", "Not Found");
export const unauthorized = () => new Refused(401, "authError", "Invalid Credentials");
export const badRequest = (message: string) => new Refused(400, "badRequest", message);
export const quota = () => new Refused(403, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits");
export const tooMany = () => new Refused(429, "rateLimitExceeded", "Too many requests", "usageLimits");
export const unavailable = () => new Refused(503, "backendError", "Backend Error");
export const notAllowed = () =>
  new Refused(403, "insufficientPermissions", "Request had insufficient authentication scopes.");
export const syncOver = () =>
  new Refused(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", "calendar");
