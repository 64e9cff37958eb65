import fc from "fast-check";
import { expect, test } from "vitest";
import { LEVELS } from "./levels.ts";
import { type Look, waitOrStart } from "./wait-or-start.ts";

const HOUR_MS = 3_600_000;
const cutOff = new Date("2026-11-20T08:00:00Z");
const at = (hours: number) => new Date(cutOff.getTime() + hours * HOUR_MS);

function forecast(priceAt: (hour: number) => number, spread = 0): NonNullable<Look["forecast"]> {
  const row = (by: number) => Array.from({ length: 168 }, (_, hour) => priceAt(hour) * (1 + by * spread));
  const quantiles = LEVELS.map((level) => row((level - 0.5) * 2));
  const mean = row(0);
  return {
    curve: { quantiles, mean, least: mean, most: mean },
    cutOff,
    lastPrice: 100,
    usualPrice: 8,
    memoryHours: 12,
    showsNaive: false,
  };
}
const look: Look = { now: at(1.2), freezeAt: at(60), price: 8, cap: 10, forecast: forecast(() => 100) };

test("it waits while later is cheaper, and starts when it is not", () => {
  expect(waitOrStart({ ...look, forecast: forecast((hour) => 100 - hour) })).toMatchObject({
    decision: "wait",
  });
  expect(waitOrStart({ ...look, forecast: forecast((hour) => 100 + hour) })).toMatchObject({
    decision: "start",
  });
  expect(waitOrStart(look)).toMatchObject({ decision: "start" });
});

test("prices that come and go are worth waiting for also where the middle stays", () => {
  expect(waitOrStart({ ...look, forecast: forecast(() => 100, 0.5) })).toMatchObject({ decision: "wait" });
});

test("nobody waits for luck where an error lasts as long as there is time", () => {
  const rising = { ...forecast((hour) => 100 + hour / 20, 0.2), memoryHours: 100 };
  expect(waitOrStart({ ...look, forecast: rising })).toMatchObject({ decision: "start" });
  expect(waitOrStart({ ...look, forecast: { ...rising, memoryHours: 6 } })).toMatchObject({
    decision: "wait",
  });
});

test("where forecasts have no skill it starts at once", () => {
  const unsure = { ...forecast((hour) => 100 - hour), showsNaive: true };
  expect(waitOrStart({ ...look, forecast: unsure })).toMatchObject({ decision: "start" });
  expect(waitOrStart({ ...look, forecast: null })).toMatchObject({ decision: "start" });
});

test("whatever is foretold, it never waits past its freeze time and never starts above its cap", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 170, noNaN: true }),
      fc.double({ min: 1, max: 170, noNaN: true }),
      fc.option(fc.double({ min: 0.1, max: 20, noNaN: true })),
      fc.double({ min: 0.1, max: 20, noNaN: true }),
      fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      (nowAt, freeze, price, cap, slope) => {
        const decided = waitOrStart({
          now: at(nowAt),
          freezeAt: at(freeze),
          price,
          cap,
          forecast: forecast((hour) => Math.max(1, 100 + slope * hour), 0.3),
        });
        if (nowAt >= freeze) expect(decided.decision).not.toBe("wait");
        if (price === null || price > cap) expect(decided.decision).not.toBe("start");
      },
    ),
  );
});

test("a price that sinks slowly is waited for, though no single hour is worth much", () => {
  const sinking = { ...look, forecast: forecast((hour) => 100 - hour / 100) };
  expect(waitOrStart(sinking)).toMatchObject({ decision: "wait" });
  const hardly = { ...look, forecast: forecast((hour) => 100 - hour / 10_000) };
  expect(waitOrStart(hardly)).toMatchObject({ decision: "start" });
});

test("a price well below the usual is taken, though the market is foretold to sink", () => {
  const sinking = forecast((hour) => 100 - hour / 20);
  expect(waitOrStart({ ...look, forecast: sinking })).toMatchObject({ decision: "wait" });
  expect(waitOrStart({ ...look, price: 4, forecast: sinking })).toMatchObject({ decision: "start" });
});

test("the further a price is above the usual, the more waiting is said to save", () => {
  expect(waitOrStart({ ...look, price: 8.05 })).toMatchObject({ decision: "start" });
  expect(waitOrStart({ ...look, price: 10 })).toEqual({
    decision: "wait",
    because: "Waiting should find it for 20.0 % less.",
    worth: 8,
  });
});
