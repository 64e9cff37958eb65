import { expect, test } from "vitest";
import { runningSum } from "./running-sum.ts";

test("the hours between any two times come to the difference of their sums", () => {
  const until = runningSum([10, 20, 30]);
  expect([0, 1, 2.5, 3].map(until)).toEqual([0, 10, 45, 60]);
  // What is left of the hour that runs is at the first price.
  expect(until(1) - until(-0.5)).toBe(15);
});
