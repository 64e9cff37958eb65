import { expect, test } from "vitest";
import { compareUsd, decimal, formatUsd, micros, parseUsd, priceMove, usdDigits } from "./money.ts";

test("an amount is read as whole micro-dollars, whatever its places", () => {
  expect(micros("2.100000")).toBe(2_100_000n);
  expect(micros("2.1")).toBe(2_100_000n);
  expect(micros("0.000001")).toBe(1n);
  expect(micros("-7")).toBe(-7_000_000n);
});

test("what is no amount is refused, not guessed at", () => {
  for (const text of ["", "abc", "1.2.3", "1e5", "1.0000001", " 1", "NaN"]) {
    expect(() => micros(text)).toThrow(RangeError);
  }
});

test("an amount is shown exactly: two places at least, no zeros beyond", () => {
  expect(formatUsd("2.100000")).toBe("$2.10");
  expect(formatUsd("0.213600")).toBe("$0.2136");
  expect(formatUsd("0.000001")).toBe("$0.000001");
  expect(formatUsd("1234567.500000")).toBe("$1,234,567.50");
  expect(formatUsd("-0.050000")).toBe("−$0.05");
});

test("large amounts keep every digit", () => {
  expect(formatUsd("9007199254740993.000001")).toBe("$9,007,199,254,740,993.000001");
});

test("the digits come apart for a column where the eye stops: cents, or three digits of a fraction", () => {
  expect(usdDigits("12.345600")).toEqual({ first: "$12.34", rest: "56" });
  expect(usdDigits("3.000000")).toEqual({ first: "$3.00", rest: "" });
  expect(usdDigits("0.213611")).toEqual({ first: "$0.213", rest: "611" });
  expect(usdDigits("0.067510")).toEqual({ first: "$0.0675", rest: "1" });
  expect(usdDigits("0.300000")).toEqual({ first: "$0.30", rest: "" });
  expect(usdDigits("0.000000")).toEqual({ first: "$0.00", rest: "" });
});

test("a column can ask for places that are shown even when they are zeros", () => {
  expect(usdDigits("3.000000", 3)).toEqual({ first: "$3.000", rest: "" });
  expect(usdDigits("0.300000", 3)).toEqual({ first: "$0.300", rest: "" });
  expect(usdDigits("12.345600", 3)).toEqual({ first: "$12.345", rest: "6" });
});

test("amounts are ordered by value, not by spelling", () => {
  expect(["10.000000", "9.500000", "-1.000000"].toSorted(compareUsd)).toEqual([
    "-1.000000",
    "9.500000",
    "10.000000",
  ]);
  expect(compareUsd("1.1", "1.100000")).toBe(0);
});

test("a move is told from the price before", () => {
  expect(priceMove("1.000000", "1.000001")).toBe("up");
  expect(priceMove("1.000000", "0.999999")).toBe("down");
  expect(priceMove("1.000000", "1.0")).toBe("none");
  expect(priceMove(null, "1.000000")).toBe("none");
});

test("what a person types is understood when it is clear, and refused when it is not", () => {
  expect(parseUsd("2.5")).toBe("2.500000");
  expect(parseUsd(" $2.50 ")).toBe("2.500000");
  expect(parseUsd("2,5")).toBe("2.500000");
  expect(parseUsd("1,250")).toBe("1250.000000");
  expect(parseUsd(".4")).toBe("0.400000");
  for (const text of ["", "cheap", "2.5.0", "1.23456789"]) expect(parseUsd(text)).toBeNull();
});

test("an amount survives the way to the wire and back", () => {
  for (const amount of [0n, 1n, -1n, 2_100_000n, -123_456_789n]) expect(micros(decimal(amount))).toBe(amount);
});
