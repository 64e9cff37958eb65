import fc from "fast-check";
import { expect, test } from "vitest";
import { divideRounded, formatUsd, parseUsd, percentOf, sayUsd, usd, usdFromNumber } from "./money.ts";

test("M1: text and micro-dollars are the same amount, to the last place", () => {
  expect(parseUsd("2.1")).toBe(2_100_000n);
  expect(formatUsd(2_100_000n)).toBe("2.100000");
  expect(formatUsd(-1n)).toBe("-0.000001");
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (n) => parseUsd(formatUsd(n)) === n),
  );
});

test("M1: an amount that is not one is refused, never guessed", () => {
  for (const text of ["", "-", "1e3", "0x1", "1.", ".5", "1.0000001", "NaN", " 1", "1,000"]) {
    expect(() => parseUsd(text), text).toThrow(RangeError);
  }
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY, 1e12]) {
    expect(() => usdFromNumber(number)).toThrow(RangeError);
  }
});

test("a half is rounded to its even neighbour, so that roundings cancel out", () => {
  expect([5n, 15n, 25n, -5n, -15n].map((n) => divideRounded(n, 10n))).toEqual([0n, 2n, 2n, 0n, -2n]);
  expect([6n, -6n, 4n].map((n) => divideRounded(n, 10n))).toEqual([1n, -1n, 0n]);
});

test("fifteen per cent of two dollars is thirty cents", () => {
  expect(percentOf(usd(2), 15)).toBe(300_000n);
});

test("for a person an amount has its cents, what is smaller where there is any, and its thousands apart", () => {
  const said = [0n, 990_000n, 1_200n, 9_338_880_000n, -1_500_000n, 10_000_000_000_000n].map(sayUsd);
  expect(said).toEqual(["$0.00", "$0.99", "$0.0012", "$9,338.88", "-$1.50", "$10,000,000.00"]);
});
