import { expect, test } from "vitest";
import type { WindowOf } from "./best-windows.ts";
import { whyThen } from "./why-then.ts";

const now = new Date("2026-11-20T09:20:00Z");
const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));

function window(startsAt: Date, expected: number, showsNaive = false): WindowOf<string> {
  const bounds = { low80: expected, high80: expected, low95: expected, high95: expected };
  return { startsAt, endsAt: at(30), market: "here", expected, showsNaive, ...bounds };
}
const first = window(now, 100);
const said = (expected: number, { showsNaive = false, from = first } = {}) =>
  whyThen(window(at(12), expected, showsNaive), { now, first: from, cheapest: from });

test("a later start says how much less or more it is expected to cost than starting at once", () => {
  expect(said(93)).toBe("It is expected to cost 7.0 % less than starting at once.");
  expect(said(112)).toBe("It is expected to cost 12.0 % more than starting at once.");
  expect(said(99.98)).toBe("As cheap as starting at once.");
});

test("what is asked from later on is measured against its earliest start, and says so", () => {
  const from = window(at(11), 100);
  expect(said(93, { from })).toBe("It is expected to cost 7.0 % less than the earliest start.");
  expect(whyThen(from, { now, first: from, cheapest: window(at(12), 93) })).toBe(
    "This is the earliest start.",
  );
});

test("where forecasts have no skill nothing is expected: it is said what today's prices come to", () => {
  expect(said(100, { showsNaive: true })).toMatch(/^Forecasts of this market are no better/);
  expect(said(60, { showsNaive: true })).toBe(
    "If its prices stay as they are, it costs 40.0 % less than starting at once.",
  );
});

test("starting at once is the best that is foretold only where it comes before all others", () => {
  const naive = window(now, 100, true);
  const cheapest = window(at(12), 93);
  expect(whyThen(first, { now, first, cheapest: first })).toMatch(/^No later start is foretold/);
  expect(whyThen(naive, { now, first: naive, cheapest: naive })).toMatch(/^Forecasts of this market/);
  expect(whyThen(naive, { now, first: naive, cheapest })).toBe("This is to start at once.");
});
