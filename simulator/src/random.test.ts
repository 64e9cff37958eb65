import { expect, test } from "vitest";
import { randomFor } from "./random.ts";

const draws = (name: string) => {
  const random = randomFor(name);
  return Array.from({ length: 5 }, () => random.next());
};

test("the same name draws the same numbers", () => {
  expect(draws("1/machine/7")).toEqual(draws("1/machine/7"));
});

test("names that differ in one letter draw unlike numbers", () => {
  const [one = 0] = draws("1/machine/7");
  const [other = 0] = draws("1/machine/8");
  expect(Math.abs(one - other)).toBeGreaterThan(0.001);
});

test("draws are spread evenly, and whole numbers include both ends", () => {
  const random = randomFor("spread");
  const draws = Array.from({ length: 8_000 }, () => random.integer(0, 3));
  const counts = [0, 1, 2, 3].map((number) => draws.filter((draw) => draw === number).length);
  for (const count of counts) expect(count).toBeGreaterThan(1_800);
});

test("waits are about as long as their mean, and a log-normal has its median in the middle", () => {
  const random = randomFor("shape");
  const waits = Array.from({ length: 8_000 }, () => random.exponential(10));
  expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeCloseTo(10, 0);
  const skewed = Array.from({ length: 8_000 }, () => random.logNormal(5, 1)).toSorted((a, b) => a - b);
  expect(skewed[4_000]).toBeCloseTo(5, 0);
});
