import type { BerthFault } from "./fault.ts";

// When something is asked again, and how long after. What may have been done already is asked again
// only if doing it twice is doing it once: a question, or what goes with an idempotency key.

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** Before it ran, the API said no to the moment and not to the request. */
const refusedBefore = new Set(["RATE_LIMITED"]);
const mayHaveRun = new Set(["UNREACHABLE", "TOO_SLOW", "UNAVAILABLE", "TIMEOUT"]);

/** How long to wait before asking again; null for never. */
export function waitBeforeAsking(
  fault: BerthFault,
  { repeatable, attempt, chance }: { repeatable: boolean; attempt: number; chance: number },
): number | null {
  const may =
    refusedBefore.has(fault.code) || fault.neverArrived || (repeatable && mayHaveRun.has(fault.code));
  if (!may) return null;
  return Math.max((fault.retryAfterSeconds ?? 0) * 1000, growingWait(attempt, chance));
}

/** A stream is asked for again unless the API said that it will not give it. */
export function waitBeforeResuming(fault: BerthFault, attempt: number, chance: number): number | null {
  if (final.has(fault.code)) return null;
  return Math.max((fault.retryAfterSeconds ?? 0) * 1000, growingWait(attempt, chance));
}

const final = new Set([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "NOT_BERTH",
  "OPERATION_RESOLUTION_FAILURE",
  "TOO_COMPLEX",
  "UNAUTHENTICATED",
]);

/** Longer each time, and by chance, so that a thousand programs do not come back at once. */
function growingWait(attempt: number, chance: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return Math.round(longest / 2 + (longest / 2) * chance);
}
