import type { ZodError } from "zod";
import { json, type Answer } from "../http/exchange.ts";

/** A no of the provider's, in its own words. Thrown by whoever finds out; the dialect sends it. */
export class Refused extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, title: string, detail: string) {
    super(detail);
    this.status = status;
    this.body = { errors: [{ status, title, detail }] };
  }
}

/** A request of the wrong shape is answered with a bare list of what is wrong with it. */
export class Misshapen extends Error {
  readonly body: { code: string; message: string; path: PropertyKey[] }[];

  constructor({ issues }: ZodError) {
    super("The request has the wrong shape.");
    this.body = issues.map(({ code, message, path }) => ({ code, message, path }));
  }
}

export const badToken = (): Refused => new Refused(401, "Unauthorized", "Invalid or missing API token");

export const badRequest = (detail: string): Refused => new Refused(400, "Bad Request", detail);

export const notFound = (detail: string): Refused => new Refused(404, "Not Found", detail);

/** The words differ, and no code tells them from other refusals. */
export const noCapacity = (detail: string): Refused => new Refused(400, "Bad Request", detail);

export const poor = (): Refused =>
  new Refused(402, "Payment Required", "Insufficient balance: at least $1 is required to deploy");

/** An error that comes with the status of a success. */
export function asOk(status: number, error: string): Answer {
  return json(200, { status, error });
}
