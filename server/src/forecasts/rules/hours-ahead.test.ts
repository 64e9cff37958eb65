import { expect, test } from "vitest";
import { endOfForetold, spanOf, weightsOf } from "./hours-ahead.ts";

const HOUR_MS = 3_600_000;
const cutOff = new Date("2026-11-20T08:00:00Z");
const at = (hours: number) => new Date(cutOff.getTime() + hours * HOUR_MS);
const weights = (from: number, to: number) => {
  const span = spanOf(cutOff, at(from), at(to));
  return span && weightsOf(span);
};

test("fractions of hours count as such, and what reaches beyond the forecast is none", () => {
  expect(weights(1.5, 2.75)?.slice(0, 3)).toEqual([0.5, 0.75, 0]);
  expect(weights(0.5, 1.5)?.reduce((a, b) => a + b)).toBe(1);
  expect(weights(160, 170)).toBeNull();
});

test("the last window ends with the last hour that is foretold", () => {
  const end = (endOfForetold(cutOff) - cutOff.getTime()) / HOUR_MS;
  expect(weights(end - 1, end)?.at(-1)).toBe(1);
  expect(weights(end - 1, end + 0.01)).toBeNull();
});
