import { expect, test } from "vitest";
import { makeHourlySeries, type PricePoint } from "./hourly-series.ts";

const hourly = (...prices: number[]): PricePoint[] => prices.map((price, at) => ({ hour: at, price }));

function make(points: PricePoint[], origin: number) {
  const series = makeHourlySeries(points, origin);
  if (!series) throw new Error("no series");
  return {
    ...series,
    prices: [...series.prices],
    told: series.notes.map(({ kind, count }) => [kind, count]),
  };
}

test("an hour without a point keeps the price before it, and that is told", () => {
  const series = make([...hourly(1, 1, 1, 2, 2), { hour: 7, price: 3 }], 8);
  expect(series.prices).toEqual([1, 1, 1, 2, 2, 2, 2, 3, 3]);
  expect(series.known).toBe(6);
  expect(series.told).toEqual([["gap", 3]]);
});

test("an hour told twice keeps what was told last of it", () => {
  const series = make([...hourly(1, 1, 1), { hour: 1.5, price: 4 }, { hour: 2, price: 5 }], 2);
  expect(series.prices).toEqual([1, 1, 5]);
  expect(series.told).toEqual([
    ["order", 1],
    ["duplicate", 2],
  ]);
});

test("points out of order are sorted, and that is told", () => {
  const series = make(hourly(1, 2, 2, 3).toReversed(), 3);
  expect(series.prices).toEqual([1, 2, 2, 3]);
  expect(series.told).toEqual([["order", 3]]);
});

test("changes instead of samples hold until the next and count as known", () => {
  const series = make(
    [
      { hour: 0, price: 1 },
      { hour: 30.2, price: 2 },
      { hour: 70, price: 1.5 },
    ],
    80,
  );
  expect(series.known).toBe(81);
  expect([series.prices[30], series.prices[31], series.prices[69], series.prices[70]]).toEqual([
    1, 2, 2, 1.5,
  ]);
  expect(series.told).toEqual([["changes", 3]]);
});

test("a few samples far apart are as many hours and no more, where they are said to be samples", () => {
  const points = [
    { hour: 0, price: 3 },
    { hour: 60, price: 2 },
  ];
  expect(makeHourlySeries(points, 60, "samples")).toMatchObject({
    known: 2,
    notes: [{ kind: "gap", count: 59 }],
  });
});

test("zero, negative and absurd prices are left out, and that is told", () => {
  const points = hourly(...Array<number>(30).fill(2), 900, 2, 0.001, 0, -1, Number.NaN, 2, 2, 2.1);
  const series = make(points, 38);
  expect(new Set(series.prices)).toEqual(new Set([2, 2.1]));
  expect(series.told).toEqual([
    ["zero", 3],
    ["absurd", 2],
    ["gap", 5],
  ]);
});

test("a level two hundred times higher that stays is a price and not a slip", () => {
  const series = make(hourly(...Array<number>(40).fill(1), ...Array<number>(40).fill(300)), 79);
  expect(series.prices.at(-1)).toBe(300);
  expect(series.told).toEqual([]);
});

test("a history without one price is none", () => {
  expect(makeHourlySeries([{ hour: 3, price: 0 }], 9)).toBeNull();
  expect(makeHourlySeries([{ hour: 3, price: 1 }], 2)).toBeNull();
});
