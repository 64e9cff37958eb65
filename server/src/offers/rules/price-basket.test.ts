import fc from "fast-check";
import { expect, test } from "vitest";
import { type Item, keyOfSlice, nextBasket, pointOf, type Sighting } from "./price-basket.ts";

const at = (machine: number, dollars: number, region = "Texas"): Sighting => ({
  key: keyOfSlice(`m${machine}`, 1),
  region,
  price: Math.round(dollars * 1e6),
});
const hours = (from: Item[], ...seen: Sighting[][]): Item[] =>
  seen.reduce<Item[]>((basket, sightings) => nextBasket(basket, sightings), from);
const median = (basket: readonly Item[]) => Number(pointOf(basket)?.median);
const thirty = Array.from({ length: 30 }, (_, machine) => at(machine, 1 + machine / 10));
const dearer = (sightings: readonly Sighting[], factor: number) =>
  sightings.map((one) => ({ ...one, price: Math.round(one.price * factor) }));

test("the first hour tells what was seen", () => {
  expect(pointOf(hours([], [at(1, 1), at(2, 2), at(3, 3)]))).toEqual({
    low: 1_000_000n,
    median: 2_000_000n,
    high: 3_000_000n,
    count: 3,
  });
});

test("renting away the cheapest third moves no figure by more than half a percent in the hour", () => {
  const before = pointOf(hours([], thirty));
  const after = pointOf(hours([], thirty, thirty.slice(10)));
  for (const part of ["low", "median", "high"] as const) {
    expect(Math.abs(Number(after?.[part]) / Number(before?.[part]) - 1), part).toBeLessThan(0.005);
  }
  expect(after?.count).toBe(20);
});

test("a rise of ten percent is told as ten percent in that hour, also while the cheapest third is rented", () => {
  const before = median(hours([], thirty, thirty.slice(10)));
  const after = median(hours([], thirty, thirty.slice(10), dearer(thirty, 1.1).slice(10)));
  expect(after / before).toBeGreaterThan(1.095);
  expect(after / before).toBeLessThan(1.105);
});

test("machines that come back at the price that the market has reached change nothing", () => {
  const risen = dearer(thirty, 1.1);
  const away = hours([], thirty, thirty.slice(10), risen.slice(10));
  expect(Math.abs(median(nextBasket(away, risen)) / median(away) - 1)).toBeLessThan(0.005);
});

test("a flood of cheap newcomers is let in over a day and not at once", () => {
  const flood = [...thirty, ...Array.from({ length: 30 }, (_, n) => at(100 + n, 0.5))];
  const settled = hours([], ...Array.from({ length: 200 }, () => thirty));
  const first = nextBasket(settled, flood);
  expect(median(first) / median(settled)).toBeGreaterThan(0.97);
  const dayLater = hours(first, ...Array.from({ length: 23 }, () => flood));
  expect(median(dayLater) / median(settled)).toBeLessThan(0.6);
});

test("who stays away for a week of observed hours is forgotten", () => {
  const basket = hours([], thirty, ...Array.from({ length: 168 }, () => thirty.slice(10)));
  expect(basket).toHaveLength(20);
  expect(median(basket)).toBe(median(hours([], thirty.slice(10))));
});

test("one host who types a hundred times his price moves nobody else", () => {
  const odd = thirty.map((one, n) => (n === 29 ? { ...one, price: one.price * 100 } : one));
  const basket = hours([], thirty, odd.slice(10));
  expect(basket.find(({ key }) => key === "1 m0")?.price).toBe(1_000_000);
});

test("a market of one machine is its price, and a gap while it is away", () => {
  const alone = hours([], [at(1, 2)]);
  expect(pointOf(alone)).toEqual({ low: 2_000_000n, median: 2_000_000n, high: 2_000_000n, count: 1 });
  const away = nextBasket(alone, []);
  expect(pointOf(away)).toBeNull();
  expect(pointOf(nextBasket(away, [at(1, 2.2)]))?.median).toBe(2_200_000n);
});

test("a machine counts once, however many sizes it is sold in", () => {
  const slices = [1, 2, 4, 8].map((size) => ({ key: keyOfSlice("m1", size), region: "x", price: 1_000_000 }));
  expect(pointOf(hours([], slices))?.count).toBe(1);
});

const price = fc.integer({ min: 1, max: 100_000_000 });
const sightings = fc.uniqueArray(
  fc.record({ key: fc.integer({ min: 1, max: 40 }).map((n) => `1 m${n}`), region: fc.constant("x"), price }),
  { selector: ({ key }) => key, maxLength: 25 },
);

test("whatever comes and goes, the figures are in order, positive, and within what the basket holds", () => {
  fc.assert(
    fc.property(fc.array(sightings, { minLength: 1, maxLength: 30 }), (seen) => {
      const basket = hours([], ...seen);
      const point = pointOf(basket);
      expect(point === null).toBe(seen.at(-1)?.length === 0);
      if (!point) return;
      const prices = basket.map((item) => item.price);
      expect(point.low > 0n && point.low <= point.median && point.median <= point.high).toBe(true);
      expect(Number(point.low)).toBeGreaterThanOrEqual(Math.floor(Math.min(...prices)));
      expect(Number(point.high)).toBeLessThanOrEqual(Math.ceil(Math.max(...prices)));
      expect(basket.every(({ weight }) => weight > 0 && weight <= 1)).toBe(true);
    }),
  );
});

test("if every price is multiplied, so are the figures: the basket knows no currency", () => {
  fc.assert(
    fc.property(fc.array(sightings, { minLength: 1, maxLength: 12 }), (seen) => {
      const point = pointOf(hours([], ...seen));
      const tenfold = pointOf(hours([], ...seen.map((hour) => dearer(hour, 10))));
      expect(point === null).toBe(tenfold === null);
      if (!point || !tenfold) return;
      expect(Math.abs(Number(tenfold.median) / 10 - Number(point.median))).toBeLessThanOrEqual(1);
    }),
  );
});

test("without a change of price no hour moves a settled market's median by more than the next machine is away", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), { minLength: 2, maxLength: 60 }),
      (shown) => {
        let basket = hours([], thirty);
        for (const hour of shown) {
          const seen = thirty.filter((_, n) => hour[n]);
          const next = nextBasket(basket, seen);
          // Thirty machines a tenth of a dollar apart.
          if (seen.length > 0) expect(Math.abs(median(next) - median(basket))).toBeLessThan(100_000);
          basket = next;
        }
      },
    ),
  );
});
