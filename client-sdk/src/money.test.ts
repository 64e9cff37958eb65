import { expect, test } from "vitest";
import { formatUsd, micros, sumUsd, timesUsd } from "./money.ts";

test.each([
  ["0.000000", "$0.00"],
  ["0.213600", "$0.2136"],
  ["1234.500000", "$1,234.50"],
  ["-3.000001", "-$3.000001"],
  ["1234567.100000", "$1,234,567.10"],
])("%s is written %s, with nothing rounded", (usd, written) => {
  expect(formatUsd(usd)).toBe(written);
});

test("an hour's price times hours is exact, and so is a sum", () => {
  expect(timesUsd("0.333333", 12)).toBe("3.999996");
  expect(timesUsd("9007199254740.993001", 3)).toBe("27021597764222.979003");
  expect(sumUsd(["0.100000", "0.200000"])).toBe("0.300000");
});

test("what is no amount is never taken for nothing: neither alone nor in a sum", () => {
  for (const text of ["", "abc", "1e5", "1.0000001", "$1", "NaN", "null"]) {
    expect(() => micros(text), text).toThrow(RangeError);
    expect(() => formatUsd(text), text).toThrow(RangeError);
    expect(() => sumUsd(["1.000000", text]), text).toThrow(RangeError);
  }
});
