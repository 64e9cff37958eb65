import { expect, test } from "vitest";
import { heldFor } from "./held.ts";

test("what is held is the most an hour may cost, so many times", () => {
  expect(heldFor("1.234567", 12)).toBe("14.814804");
  expect(heldFor("0.05", 1)).toBe("0.050000");
});

test("what is no number of hours, or no amount, holds nothing", () => {
  for (const hours of [0, 13, 1.5, Number.NaN]) expect(heldFor("1", hours)).toBeNull();
  expect(heldFor(null, 1)).toBeNull();
});
