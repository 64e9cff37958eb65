import { expect, test } from "vitest";
import { dollars, times } from "./money.ts";

test.each([
  ["0.000000", "$0.00"],
  ["0.213600", "$0.2136"],
  ["1234.500000", "$1,234.50"],
  ["-3.000001", "-$3.000001"],
  ["1234567.100000", "$1,234,567.10"],
])("%s is written %s, with nothing rounded", (usd, written) => {
  expect(dollars(usd)).toBe(written);
});

test("an hour's price times hours is exact", () => {
  expect(times("0.333333", 12)).toBe("3.999996");
  expect(times("9007199254740.993001", 3)).toBe("27021597764222.979003");
});
