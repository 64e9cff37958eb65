import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from "@slack/web-api";
import type { Log } from "./log.ts";

/** What became of a call: done, to be asked again after a while, refused, or nobody knows. */
export type Outcome<Answer> =
  | { kind: "done"; answer: Answer }
  | { kind: "wait"; seconds: number }
  | { kind: "refused"; error: string }
  | { kind: "unsure"; why: string };

const ANSWERS_WITHIN_MS = 10_000;

// What is asked again, when, and after which look, is decided in telling/: so the client asks once.
export function openSlack(token: string, apiUrl: string, log: Log): WebClient {
  return new WebClient(token, clientOptions(apiUrl, log));
}

export function clientOptions(apiUrl: string, log: Log): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: ANSWERS_WITHIN_MS,
    logger: quietLogger(log),
  };
}

export async function outcomeOf<Answer>(call: Promise<Answer>): Promise<Outcome<Answer>> {
  try {
    return { kind: "done", answer: await call };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return { kind: "wait", seconds: error.retryAfter };
    if (error instanceof WebAPIPlatformError) return platformOutcome(error);
    if (error instanceof WebAPIHTTPError) return { kind: "unsure", why: `HTTP ${error.statusCode}` };
    if (error instanceof WebAPIRequestError) return { kind: "unsure", why: error.original.message };
    throw error;
  }
}

/** Slack's own failures are told in the same shape as its refusals. */
const failures = new Set(["fatal_error", "internal_error", "request_timeout", "service_unavailable"]);

function platformOutcome({ data }: WebAPIPlatformError): Outcome<never> {
  if (data.error === "ratelimited" || data.error === "rate_limited") return { kind: "wait", seconds: 1 };
  if (failures.has(data.error)) return { kind: "unsure", why: data.error };
  const { needed } = data as { needed?: unknown };
  return { kind: "refused", error: typeof needed === "string" ? `${data.error} (${needed})` : data.error };
}

/** The app was removed, or its token was: no call will be answered until it is back. */
export function isGone(error: string): boolean {
  return /^(account_inactive|app_uninstalled|invalid_auth|not_authed|token_expired|token_revoked|team_access_not_granted)/.test(
    error,
  );
}

/** The packages' own log tells of each call, and with what. Only what is wrong with a call is worth a line. */
export function quietLogger(log: Log): NonNullable<WebClientOptions["logger"]> {
  const warn = (...messages: unknown[]) =>
    log.warn("Slack’s client", { says: messages.map(String).join(" ") });
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn,
    error: warn,
    setLevel: nothing,
    setName: nothing,
    getLevel: () => "info" as never,
  };
}
