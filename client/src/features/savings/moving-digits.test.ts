import { expect, test } from "vitest";
import { movingDigits } from "./moving-digits.ts";

test("cents stand first, and what moves faster stands behind them", () => {
  expect(movingDigits("1234.567899", false)).toEqual({ first: "$1,234.56", rest: "78" });
  expect(movingDigits("-0.009999", false)).toEqual({ first: "−$0.00", rest: "99" });
  expect(movingDigits("0.000000", false)).toEqual({ first: "$0.00", rest: "00" });
});

test("who asked for less motion sees whole cents", () => {
  expect(movingDigits("1234.567899", true)).toEqual({ first: "$1,234.56", rest: "" });
});
