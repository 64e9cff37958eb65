import fc from "fast-check";
import { expect, test } from "vitest";
import { type Forecast, forecastMarket, forecastSeries, HOURS_NEEDED } from "./engine.ts";
import type { PricePoint } from "./hourly-series.ts";
import { HORIZON, LEVELS } from "./levels.ts";

const START = 490_000;

const histories = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.01, max: 50, noNaN: true })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((steps) => steps.flatMap(([hours, price]) => Array<number>(hours).fill(price)))
  .filter((prices) => prices.length >= 60)
  .map((prices) => prices.map((price, at): PricePoint => ({ hour: START + at, price })));

function forecast(history: readonly PricePoint[], origin: number): Forecast {
  const made = forecastSeries({ seriesId: "a", group: "H100", history }, origin);
  if (made.type !== "Forecast") throw new Error(made.message);
  return made;
}

const end = (history: readonly PricePoint[]) => START + history.length - 1;

test("quantiles never fall with their level and are never negative", () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { quantiles, shown, mean } = forecast(history, end(history));
      expect(quantiles).toHaveLength(HORIZON);
      for (const row of [...quantiles, ...shown]) {
        expect(row).toHaveLength(LEVELS.length);
        expect(row.every((price, at) => Number.isFinite(price) && price >= (row[at - 1] ?? 0))).toBe(true);
      }
      expect(mean.every((price) => Number.isFinite(price) && price >= 0)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("the same history gives the same forecast, in whatever order it comes", () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), (history, dice) => {
      const shuffled = history
        .map((point) => ({ point, at: dice.next().value as number }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ point }) => point);
      const { notes: _, ...straight } = forecast(history, end(history));
      const { notes: __, ...mixed } = forecast(shuffled, end(history));
      expect(mixed).toEqual(straight);
    }),
    { numRuns: 20 },
  );
});

test("what happens after the origin changes nothing", () => {
  fc.assert(
    fc.property(histories, fc.double({ min: 0.01, max: 50, noNaN: true }), (history, later) => {
      const { notes: _, ...before } = forecast(history, end(history));
      const told = Array.from({ length: 100 }, (_, at) => ({ hour: end(history) + 1 + at, price: later }));
      const { notes, ...after } = forecast([...history, ...told], end(history));
      expect(after).toEqual(before);
      expect(notes).toContainEqual(expect.objectContaining({ kind: "future", count: 100 }));
    }),
    { numRuns: 20 },
  );
});

test("under fifty hours of history the answer is a refusal that says how many there are", () => {
  const history = Array.from({ length: 49 }, (_, at) => ({ hour: START + at, price: 2 }));
  expect(forecastSeries({ seriesId: "a", group: "H100", history }, START + 60)).toEqual({
    type: "TooLittleHistory",
    seriesId: "a",
    message: "Need at least 50 hours of price history",
    have: 49,
    need: HOURS_NEEDED,
  });
  expect(forecastSeries({ seriesId: "a", group: "H100", history: [] }, START)).toMatchObject({ have: 0 });
});

test("a market is answered series by series, in their order", () => {
  const history = Array.from({ length: 60 }, (_, at) => ({ hour: START + at, price: 2 }));
  const answers = forecastMarket(
    ["a", "b", "c"].map((seriesId) => ({
      seriesId,
      group: "H100",
      history: seriesId === "b" ? [] : history,
    })),
    START + 59,
  );
  expect(answers.map(({ seriesId, type }) => [seriesId, type])).toEqual([
    ["a", "Forecast"],
    ["b", "TooLittleHistory"],
    ["c", "Forecast"],
  ]);
});
