import { afterAll, beforeAll, expect, test } from "vitest";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { steps, tellHistory } from "../testing/told-history.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { costForecast } from "./cost-forecast.ts";
import { findBestWindows } from "./find-best-windows.ts";
import { makeForecaster } from "./forecaster.ts";
import { makeForecasts } from "./make.ts";
import { NotEnoughHistory } from "./refusals.ts";

let world: World;
let last: Date;
beforeAll(async () => {
  world = await makeWorld();
  last = new Date(hourOf(world.clock.now()).getTime() - HOUR_MS);
  await list(world, [listed("1", { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: usd(16) })]);
  await tellHistory(world, steps(400), { last });
  await tellHistory(world, steps(20), { last, gpuModel: "L40S", gpuSocket: null });
  await makeForecasts(world.ctx(), makeForecaster());
});
afterAll(() => world?.close());

const in_ = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR_MS);
const windows = (change: Partial<Parameters<typeof findBestWindows>[1]> = {}) =>
  findBestWindows(world.ctx(), {
    gpu: "h100",
    gpuCount: 8,
    durationHours: 6,
    deadline: in_(72),
    first: 3,
    ...change,
  });

test("windows do not overlap, none is in the past, and each says what it saves against starting now and why", async () => {
  const { windows: found, startNow } = await windows({ durationHours: 2.5 });
  expect(found.length).toBeGreaterThan(0);
  for (const [at, window] of found.entries()) {
    expect(window.startsAt.getTime()).toBeGreaterThanOrEqual(world.clock.now().getTime());
    expect(window.endsAt.getTime() - window.startsAt.getTime()).toBe(2.5 * HOUR_MS);
    expect(window.low80 <= window.high80).toBe(true);
    expect(window.saving >= 0n).toBe(true);
    expect(window.because).not.toBe("");
    for (const other of found.slice(at + 1))
      expect(other.startsAt >= window.endsAt || other.endsAt <= window.startsAt).toBe(true);
  }
  expect(startNow).toMatchObject({ startsAt: world.clock.now(), offersNow: 1, risk: null, saving: 0n });
});

test("what cannot be planned is refused with the field, and too little history with what there is", async () => {
  await expect(windows({ durationHours: 0 })).rejects.toThrow(InvalidInput);
  await expect(windows({ deadline: in_(5) })).rejects.toThrow(/not so much time/);
  await expect(windows({ gpu: "l40s" })).rejects.toThrow(NotEnoughHistory);
});

test("a plan's bounds are of its whole: narrower than its hours' bounds together, wider than nothing", async () => {
  const plan = { market: { gpu: "h100" }, gpuCount: 8 };
  const day = await costForecast(world.ctx(), { ...plan, hoursPerDay: 8, days: 7 });
  expect(day.hours).toBeCloseTo(56, 6);
  const one = await costForecast(world.ctx(), {
    ...plan,
    windows: [{ startsAt: in_(10), endsAt: in_(11.5) }],
  });
  expect(one.hours).toBeCloseTo(1.5, 6);
  for (const { low95, low80, expected, high80, high95 } of [day, one]) {
    const bounds = [low95, low80, expected, high80, high95];
    expect(bounds).toEqual(bounds.toSorted((a, b) => Number(a - b)));
  }
  await expect(costForecast(world.ctx(), plan)).rejects.toThrow(InvalidInput);
  const past = [{ startsAt: in_(-5), endsAt: in_(1) }];
  await expect(costForecast(world.ctx(), { ...plan, windows: past })).rejects.toThrow(/has begun/);
});

test("what a plan is expected to cost lies within its bounds, also where its last hour jumped and is the better guess", async () => {
  await tellHistory(world, [...steps(120), 6], { last, gpuModel: "A100", gpuSocket: null });
  await makeForecasts(world.ctx(), makeForecaster());
  const plan = { market: { gpu: "a100" }, gpuCount: 1, hoursPerDay: 24, days: 1 };
  const { read, low95, low80, expected, naive, high80, high95 } = await costForecast(world.ctx(), plan);
  expect(read.showsNaive).toBe(true);
  expect(expected).toBe(naive);
  const bounds = [low95, low80, expected, high80, high95];
  expect(bounds).toEqual(bounds.toSorted((a, b) => Number(a - b)));
});
