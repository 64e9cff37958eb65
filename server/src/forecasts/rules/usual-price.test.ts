import { expect, test } from "vitest";
import { usualPrice } from "./usual-price.ts";

test("what is usual is what earlier looks found, however far from the market, and no single bargain", () => {
  const dear = { price: 24, market: 20 };
  expect(usualPrice(10, [dear, { price: 5, market: 20 }, dear], 0.8)).toBeCloseTo(12);
});

test("before the first look it is the low of the market, and where nothing is known the market itself", () => {
  expect(usualPrice(10, [], 0.8)).toBe(8);
  expect(usualPrice(10, [], null)).toBe(10);
});
