import type { ZodError } from "zod";

/** A no of the provider's. Most stand in a "detail"; what is wrong with a request stands beside it, field by field. */
export class Refused extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
  }
}

export function refusal(status: number, error: string, message: string): Refused {
  return new Refused(status, { detail: { error, message } });
}

export const noKey = (): Refused => refusal(401, "unauthorized", "Missing API key");

export const badKey = (): Refused => refusal(401, "unauthorized", "Invalid API key");

export const tooMany = (): Refused => refusal(429, "rate_limited", "Too many requests");

export const noSuchInstance = (): Refused => refusal(404, "instance_not_found", "Instance not found");

export function invalid(errors: readonly { field: string; message: string }[]): Refused {
  return new Refused(422, { error: "validation_error", message: "Request validation failed", errors });
}

export function invalidShape({ issues }: ZodError): Refused {
  return invalid(issues.map(({ path, message }) => ({ field: path.join(".") || "body", message })));
}
