import { expect, test } from "vitest";
import type { Curve } from "./curve.ts";
import { LEVELS } from "./levels.ts";
import { sumOfHours } from "./sum-of-hours.ts";

/** Every hour costs 100, give or take 10 four times of five. */
const curve: Curve = {
  quantiles: LEVELS.map((_, at) => Array<number>(168).fill(100 + [-20, -15, -10, -5, 0, 5, 10, 15, 20][at]!)),
  mean: Array<number>(168).fill(100),
  least: Array<number>(168).fill(0),
  most: Array<number>(168).fill(1_000),
};
const hours = (count: number) => Array.from({ length: 168 }, (_, hour) => (hour < count ? 1 : 0));

test("hours that err alone make a sum that is surer than any of them", () => {
  const { expected, low80, high80 } = sumOfHours(curve, hours(100), 0.01);
  expect(expected).toBe(10_000);
  expect(high80).toBeCloseTo(10_100, 6);
  expect(low80).toBeCloseTo(9_900, 6);
});

test("hours that err together make a sum as unsure as all of them", () => {
  const { low80, high80, low95 } = sumOfHours(curve, hours(100), 1e9);
  expect(high80).toBeCloseTo(11_000, 2);
  expect(low80).toBeCloseTo(9_000, 2);
  expect(low95).toBeCloseTo(8_000, 2);
});

test("between them lies what a memory of some hours makes of it, and half an hour counts half", () => {
  const { high80 } = sumOfHours(curve, hours(100), 12);
  expect(high80).toBeGreaterThan(10_200);
  expect(high80).toBeLessThan(10_900);
  expect(sumOfHours(curve, [0.5], 12)).toMatchObject({ expected: 50, low80: 45, high80: 55 });
});

test("what is expected lies within the bounds, also where that is the last price and far from what is foretold", () => {
  for (const naive of [0, 60, 100, 300]) {
    const { low95, low80, expected, high80, high95 } = sumOfHours(curve, hours(24), 12, naive);
    expect(expected).toBe(24 * naive);
    const bounds = [low95, low80, expected, high80, high95];
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
    // What was foretold may come true as well.
    expect(low80).toBeLessThan(2_400);
    expect(high80).toBeGreaterThan(2_400);
  }
  const rarelyDear: Curve = { ...curve, mean: Array<number>(168).fill(125) };
  expect(sumOfHours(rarelyDear, hours(1), 12)).toMatchObject({ expected: 125, high80: 125, high95: 125 });
});
