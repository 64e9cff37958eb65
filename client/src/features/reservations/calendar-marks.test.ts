import { expect, test } from "vitest";
import { leastBetween, marksOf, shade } from "./calendar-marks.ts";

test("every hour says how many are free in it", () => {
  expect(marksOf("2026-11-26T23:00:00.000Z", [8, 3])).toEqual([
    { start: "2026-11-26T23:00:00.000Z", end: "2026-11-27T00:00:00.000Z", free: 8 },
    { start: "2026-11-27T00:00:00.000Z", end: "2026-11-27T01:00:00.000Z", free: 3 },
  ]);
});

test("a slot is shaded by how much of the pool is free", () => {
  expect([0, 2, 4, 8].map((free) => shade(free, 8))).toEqual(["none", "few", "some", "most"]);
});

test("a day shows the fewest that are free in it, and nothing where nothing is known", () => {
  const free = [8, 7, 6, 5];
  const hours = [0, 2, 4, 6].map((hour) => `2026-11-26T0${hour}:00:00.000Z`);
  expect(leastBetween("2026-11-26T00:00:00.000Z", free, hours)).toEqual([7, 5, null]);
});
