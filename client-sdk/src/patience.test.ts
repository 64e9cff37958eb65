import { expect, test } from "vitest";
import { BerthFault } from "./fault.ts";
import { waitBeforeAsking, waitBeforeResuming } from "./patience.ts";

const fault = (code: string, more: ConstructorParameters<typeof BerthFault>[2] = {}) =>
  new BerthFault(code, "", more);
const spends = { repeatable: false, attempt: 0, chance: 0.5 };
const question = { ...spends, repeatable: true };

test("what may have been done is not asked for again without a key", () => {
  for (const code of ["UNREACHABLE", "TOO_SLOW", "UNAVAILABLE", "TIMEOUT"]) {
    expect(waitBeforeAsking(fault(code), spends)).toBeNull();
    expect(waitBeforeAsking(fault(code), question)).not.toBeNull();
  }
});

test("what never arrived, or was refused before it ran, may be asked for again by anybody", () => {
  expect(waitBeforeAsking(fault("UNREACHABLE", { neverArrived: true }), spends)).not.toBeNull();
  expect(waitBeforeAsking(fault("RATE_LIMITED"), spends)).not.toBeNull();
});

test("nobody asks before the time that the server named", () => {
  const busy = fault("RATE_LIMITED", { facts: { retryAfter: 7 } });
  expect(waitBeforeAsking(busy, question)).toBe(7_000);
  expect(waitBeforeResuming(busy, 0, 0)).toBe(7_000);
});

test("a no to the request is not asked again", () => {
  for (const code of ["UNAUTHENTICATED", "FORBIDDEN", "BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"]) {
    expect(waitBeforeAsking(fault(code), question)).toBeNull();
    expect(waitBeforeResuming(fault(code), 0, 0.5)).toBeNull();
  }
});

test("each wait may be longer than the one before, up to ten seconds", () => {
  const waits = [0, 1, 2, 3, 10, 1_000].map((attempt) =>
    waitBeforeResuming(fault("UNREACHABLE"), attempt, 1),
  );
  expect(waits).toEqual([250, 500, 1_000, 2_000, 10_000, 10_000]);
});
