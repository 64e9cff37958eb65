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

test("quantiles do not cross where a price rose for days and then rests", () => {
  const history = hourly(Array.from({ length: 200 }, (_, hour) => 2 * 1.01 ** Math.min(hour, 128)));
  for (const row of forecast(history, end(history)).quantiles)
    expect(row).toEqual(row.toSorted((a, b) => a - b));
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

function hourly(prices: readonly number[]): PricePoint[] {
  return prices.map((price, at) => ({ hour: START + at, price }));
}

const medians = ({ quantiles }: Forecast) => quantiles.map((row) => row[4] ?? 0);
const widthAt = ({ quantiles }: Forecast, ahead: number) => {
  const row = quantiles[ahead - 1] ?? [];
  return Math.log((row[6] ?? 0) / (row[2] ?? 1));
};

test("a price that hardly ever changes is repeated, and it is known how sure that is", () => {
  const listed = forecast(
    hourly([...Array<number>(500).fill(2.49), ...Array<number>(300).fill(2.29)]),
    START + 799,
  );
  expect(listed.model).toBe("last price");
  for (const price of medians(listed)) expect(price).toBeCloseTo(2.29, 9);
});

/** Down for four days, flat for two, up for four, flat for two: in steps of a thousandth every third hour. */
function upAndDown(): number[] {
  const prices = [1];
  for (let hour = 1; hour < 24 * 40 + 60; hour++) {
    const phase = hour % 288;
    const step = hour % 3 > 0 ? 0 : phase < 96 ? -1 : phase >= 144 && phase < 240 ? 1 : 0;
    prices.push((prices.at(-1) ?? 1) * (1 + step * 0.001));
  }
  return prices;
}

test("a price that has been sinking step by step is foretold to sink further, and a price at its floor is not", () => {
  const prices = upAndDown();
  const history = hourly(prices.slice(0, 24 * 36 + 48));
  const sinking = forecast(history, end(history));
  expect(sinking.model).toContain("momentum");
  expect(medians(sinking)[23]).toBeLessThan(sinking.naive * 0.998);
  expect(sinking.skillExpected).toBeGreaterThan(0);
  const resting = hourly(prices.slice(0, 24 * 36 + 140));
  const atFloor = forecast(resting, end(resting));
  for (const price of medians(atFloor)) expect(price).toBeGreaterThan(atFloor.naive * (1 - 1e-9));
});

test("a price that moves is less sure of tomorrow than the same price at rest", () => {
  const prices = upAndDown();
  const [moving, resting] = [24 * 36 + 48, 24 * 36 + 140].map((hours) => hourly(prices.slice(0, hours)));
  const rise = (history: PricePoint[] = []) => {
    const row = forecast(history, end(history)).quantiles[23] ?? [];
    return Math.log((row[6] ?? 0) / (row[4] ?? 1));
  };
  expect(rise(moving)).toBeGreaterThan(rise(resting) * 1.4);
});

test("a price that jumps and comes back is foretold to come back", () => {
  const jumps = Array.from({ length: 900 }, (_, at) =>
    at % 37 < 3 ? 3 + (at % 5) / 10 : 2 + (at % 2) / 100,
  );
  const history = hourly(jumps.slice(0, 37 * 24 + 1));
  const made = forecast(history, end(history));
  expect(made.naive).toBeGreaterThan(2.9);
  expect(medians(made)[47]).toBeLessThan(2.2);
});

test("where a price has multiplied, nobody is told to wait while it is at its usual level, and everybody while it is not", () => {
  const spikes = Array.from({ length: 900 }, (_, at) =>
    at % 61 < 2 ? 2 : 0.1 + ((at * 5) % 11) / 5_000 + (at % 97 < 5 ? 0.004 : 0),
  );
  const usual = hourly(spikes.slice(0, 61 * 13 + 22));
  expect(Math.min(...forecast(usual, end(usual)).mean)).toBe(forecast(usual, end(usual)).mean[0]);
  const inSpike = hourly(spikes.slice(0, 61 * 13 + 1));
  const { mean } = forecast(inSpike, end(inSpike));
  expect(Math.min(...mean)).toBeLessThan((inSpike.at(-1)?.price ?? 0) / 2);
});

test("a short history is as unsure as others of its GPU were wrong", () => {
  const wild = Array.from({ length: 600 }, (_, at) => 2 * 1.02 ** (((Math.floor(at / 6) * 7_919) % 23) - 11));
  const short = hourly(wild.slice(0, 60));
  const peer = {
    seriesId: "b",
    group: "H100",
    history: hourly(wild).map((point) => ({ ...point, hour: point.hour - 540 })),
  };
  const own = { seriesId: "a", group: "H100", history: short };
  const calm = {
    ...peer,
    history: peer.history.map((point) => ({ ...point, price: 2 * (point.price / 2) ** 0.1 })),
  };
  const width = (other: typeof peer) => {
    const [made] = forecastMarket([own, other], end(short));
    return made?.type === "Forecast" ? widthAt(made, 168) : Number.NaN;
  };
  expect(width(peer)).toBeGreaterThan(width(calm) * 1.2);
});

test("series of another group change nothing", () => {
  fc.assert(
    fc.property(histories, histories, (history, other) => {
      const own = { seriesId: "a", group: "H100", history };
      const [alone] = forecastMarket([own], end(history));
      const [beside] = forecastMarket([own, { seriesId: "b", group: "T4", history: other }], end(history));
      expect(beside).toEqual(alone);
    }),
    { numRuns: 10 },
  );
});
