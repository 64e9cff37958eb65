import { expect, test } from "vitest";
import { hoursIn, knowsHour, pricesOf } from "./price-runs.ts";

const runs = Float64Array.of(10, 12, 5, 14, 14, 5, 15, 16, 7);

test("runs of a price are the hours that they stand for, and gaps between them are none", () => {
  expect(pricesOf(runs)).toEqual([
    { hour: 10, price: 5 },
    { hour: 11, price: 5 },
    { hour: 12, price: 5 },
    { hour: 14, price: 5 },
    { hour: 15, price: 7 },
    { hour: 16, price: 7 },
  ]);
  expect(hoursIn(runs)).toBe(6);
  expect([9, 10, 12, 13, 14, 17].filter((hour) => knowsHour(runs, hour))).toEqual([10, 12, 14]);
});

test("the last hours are the last ones, ascending, and no more than there are", () => {
  expect(pricesOf(runs, 3).map(({ hour }) => hour)).toEqual([14, 15, 16]);
  expect(pricesOf(runs, 4).map(({ hour }) => hour)).toEqual([12, 14, 15, 16]);
  expect(pricesOf(runs, 100)).toHaveLength(6);
  expect(pricesOf(new Float64Array())).toEqual([]);
});
