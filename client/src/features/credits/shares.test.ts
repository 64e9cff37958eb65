import { expect, test } from "vitest";
import { sharesOf } from "./shares.ts";

test("shares are of all parts together, or of a whole that is more", () => {
  expect(sharesOf(["1.000000", "3.000000"])).toEqual([25, 75]);
  expect(sharesOf(["1.000000"], "8.000000")).toEqual([12.5]);
});

test("of nothing everything is nothing", () => {
  expect(sharesOf(["0.000000", "0.000000"])).toEqual([0, 0]);
});
