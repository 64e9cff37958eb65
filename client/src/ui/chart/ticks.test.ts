import { expect, test } from "vitest";
import { roundTicks } from "./ticks.ts";

test("ticks are round, inside the scale, and told apart by their places", () => {
  expect(roundTicks(0.064, 0.1834, 8)).toEqual({ values: [0.08, 0.1, 0.12, 0.14, 0.16, 0.18], places: 2 });
  expect(roundTicks(0, 300, 3)).toEqual({ values: [0, 100, 200, 300], places: 0 });
  expect(roundTicks(1.9, 2.45, 6)).toEqual({ values: [1.9, 2, 2.1, 2.2, 2.3, 2.4], places: 1 });
});

test("a scale of one point has that one tick", () => {
  expect(roundTicks(2.1, 2.1, 8).values).toEqual([2.1]);
});
