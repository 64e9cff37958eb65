import { z } from "zod";
import type { Reply } from "./ask.ts";
import { type FailureKind, ProviderFailure } from "./provider.ts";

// What all HTTP APIs have in common about saying no. An adapter looks first for what its provider says
// in its own words, and leaves the rest to these.

/** What the status alone says is wrong; null for an answer in JSON that has nothing wrong about it. */
export function judgeStatus(provider: string, reply: Reply): ProviderFailure | null {
  const { status } = reply;
  if (status === 429) return tooOften(provider, reply);
  if (status >= 400)
    return new ProviderFailure(provider, kindOfStatus(reply), `answered ${status}: ${excerpt(reply.text)}`);
  if (status < 200 || status >= 300)
    return new ProviderFailure(provider, "nonsense", `answered ${status}, which is neither yes nor no`);
  // Some say yes with no more than the status.
  if (reply.body === undefined && reply.text !== "") {
    const message = `answered ${status} with what is not JSON: ${excerpt(reply.text)}`;
    return new ProviderFailure(provider, "nonsense", message);
  }
  return null;
}

const NOT_FOUND = z.string().regex(/^not found\.?$/i);
const unserved = z.union([
  z.strictObject({ detail: NOT_FOUND }),
  z.strictObject({ message: NOT_FOUND }),
  z.strictObject({ error: NOT_FOUND }),
]);

/**
 * How a path is refused that nobody serves, by a gateway or by what an API is built with: that says nothing of what
 * the path stands for. A provider that looked and found nothing says what it looked for, or how it calls such a no.
 */
export function judgeUnserved(provider: string, { status, body }: Reply): ProviderFailure | null {
  if (status !== 404 || !unserved.safeParse(body).success) return null;
  return new ProviderFailure(provider, "nonsense", "serves nothing at that path", { mayBeDone: false });
}

/** Some name the pause in a header, in seconds or as a date; some in a sentence: "endpoint threshold=4.5*1.0". */
export function tooOften(provider: string, { headers, text }: Reply): ProviderFailure {
  const header = String(headers["retry-after"] ?? "");
  const until = Date.parse(header) - Date.parse(String(headers["date"] ?? ""));
  const seconds = Number(header) || until / 1000 || Number(/threshold=([\d.]+)/.exec(text)?.[1]);
  const retryAfterMs = seconds > 0 ? Math.min(seconds, 600) * 1000 : 5_000;
  return new ProviderFailure(provider, "rate-limited", "asks for fewer requests", { retryAfterMs });
}

// "Not found" counts when the provider says it in its own way, not a proxy on the way to it.
function kindOfStatus({ status, body }: Reply): FailureKind {
  if (status === 401 || status === 403) return "unauthorised";
  if (status === 404 || status === 410) return body === undefined ? "flaky" : "not-found";
  return status >= 500 ? "flaky" : "nonsense";
}

/** The answer as it should be, or a failure that says where it is not. */
export function understand<T>(provider: string, schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") || "as a whole";
  throw new ProviderFailure(provider, "nonsense", `answered ${what} of no known shape (${place})`);
}

/** The beginning of a text, without anything that is called a key or the like. */
export function excerpt(text: string): string {
  return text
    .slice(0, 2_000)
    .replace(/("[^"]*(?:key|token|secret|password|sid)[^"]*"\s*:\s*)"[^"]*"?/gi, '$1"…"')
    .replace(/\s+/g, " ")
    .slice(0, 120);
}
