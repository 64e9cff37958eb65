import { afterEach, beforeEach, expect, test } from "vitest";
import { addPool, inHours, totalOf } from "../testing/pools.ts";
import { steps, tellHistory } from "../testing/told-history.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { InvalidInput } from "../values/refusal.ts";
import { costForecast } from "./cost-forecast.ts";
import { findBestWindows } from "./find-best-windows.ts";
import { makeForecaster } from "./forecaster.ts";
import { makeForecasts } from "./make.ts";
import { pricePools } from "./price-pools.ts";
import { readForecast } from "./read-forecast.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
});
afterEach(() => world?.close());

const make = () => makeForecasts(world.ctx(), makeForecaster());
const lastHour = () => new Date(hourOf(world.clock.now()).getTime() - HOUR_MS);

/** At tensordock an H100 costs a dollar and is seen no more; at vast it costs two, and is seen to this hour. */
async function oneIsSeenNoMore({ forHours }: { forHours: number }): Promise<void> {
  await tellHistory(world, steps(400, 1), { last: lastHour(), providerId: "tensordock", kind: "on_demand" });
  await make();
  await world.clock.advance(forHours * HOUR_MS);
  await tellHistory(world, steps(400, 2), { last: lastHour(), kind: "on_demand" });
  await make();
}

const windows = () =>
  findBestWindows(world.ctx(), {
    gpu: "h100",
    gpuCount: 1,
    durationHours: 6,
    deadline: inHours(world, 48),
    first: 3,
  });

test("a GPU is forecast by a market that is seen, though one that is seen no more was cheaper", async () => {
  await oneIsSeenNoMore({ forHours: 24 });
  const { series, isStale } = await readForecast(world.ctx(), { market: { gpu: "h100" }, hours: 168 });
  expect({ provider: series.providerId, isStale }).toEqual({ provider: "vast", isStale: false });
});

test("the best windows are in markets that are seen, and there are none where no market is", async () => {
  await oneIsSeenNoMore({ forHours: 24 });
  const { windows: found, startNow } = await windows();
  expect(new Set([startNow, ...found].map((one) => one?.series.providerId))).toEqual(new Set(["vast"]));
  await world.clock.advance(24 * HOUR_MS);
  expect(await windows()).toEqual({ windows: [], startNow: null });
});

test("a plan of a week costs a week's hours though some that were foretold are over, and is refused where a day of them is", async () => {
  await tellHistory(world, steps(400, 2), { last: lastHour() });
  await make();
  const ask = () =>
    costForecast(world.ctx(), { market: { gpu: "h100" }, gpuCount: 8, hoursPerDay: 24, days: 7 });
  for (const later of [0, 3, 20]) {
    await world.clock.advance(later * HOUR_MS);
    const { hours, naive, read } = await ask();
    expect(hours).toBe(168);
    expect(naive).toBe(168n * 8n * read.row.lastPrice);
  }
  await world.clock.advance(5 * HOUR_MS);
  await expect(ask()).rejects.toThrow(InvalidInput);
});

test("a pool's margin is on what its GPU costs where it is seen, and where it is seen nowhere on what it was", async () => {
  const wish = { gpuModel: "H100", pricePerGpuHour: 1_000_000n, marginBp: 2_000 };
  const pool = await addPool(world, wish);
  await oneIsSeenNoMore({ forHours: 24 });
  await pricePools(world.ctx());
  const window = { startsAt: inHours(world, 72), endsAt: inHours(world, 73) };
  // Of a dollar it would be little over one, whatever is foretold.
  expect(Number(await totalOf(world, pool.id, 1, window))).toBeGreaterThan(1_500_000);
  await world.clock.advance(24 * HOUR_MS);
  const later = await addPool(world, wish);
  await pricePools(world.ctx());
  expect(await totalOf(world, later.id, 1, window)).toBe(900_000n);
});
