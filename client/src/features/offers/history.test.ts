import { expect, test } from "vitest";
import { bandOf, bestKnown, summaryOf, type PricedStep } from "./history.ts";

const step = (hour: number, over: Partial<PricedStep> = {}): PricedStep => ({
  at: `2026-11-03T0${hour}:00:00.000Z`,
  low: "1.800000",
  median: "2.000000",
  high: "2.400000",
  count: 12,
  ...over,
});
const unseen = { low: null, median: null, high: null, count: 0 };

test("an hour in which nothing was seen is a gap, and is said to be one", () => {
  const [, gap] = bandOf([step(0), step(1, unseen)], "UTC");
  expect(gap).toMatchObject({ middle: null, band: null, detail: "nothing was seen" });
});

test("a point says its prices exactly, and of how many machines", () => {
  expect(bandOf([step(0, { median: "2.000001" })], "UTC")[0]?.detail).toBe(
    "$2.000001, from $1.80 to $2.40 · 12 machines",
  );
  expect(bandOf([step(0, { low: "2.000000", high: "2.000000", count: 1 })], "UTC")[0]?.detail).toBe(
    "$2.00 · 1 machine",
  );
});

test("the summary orders prices as amounts, and its last is the last that is known", () => {
  const steps = [step(0, { median: "10.000000" }), step(1, { median: "9.000000" }), step(2, unseen)];
  expect(summaryOf(steps)).toEqual({ lowest: "9.000000", highest: "10.000000", last: "9.000000" });
  expect(summaryOf([step(0, unseen)])).toBeNull();
});

test("of two accounts of a market the one that knows more is shown", () => {
  const young = { points: [step(0, unseen), step(1)] };
  const old = { points: [step(0), step(1)] };
  expect(bestKnown([young, old])).toBe(old);
  expect(bestKnown([])).toBeUndefined();
});
