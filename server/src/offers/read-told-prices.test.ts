import { afterAll, beforeAll, expect, test } from "vitest";
import { makeVast } from "../providers/vast/vast.ts";
import { HurriedClock } from "../testing/hurried-clock.ts";
import { type Simulator, startSimulator } from "../testing/simulator.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS } from "../values/hour.ts";
import type { Market } from "../providers/provider.ts";
import { readToldPrices } from "./read-told-prices.ts";
import { writePoints } from "./store/price-hours.ts";

let world: World;
let simulator: Simulator;
let vast: Market;
beforeAll(async () => {
  world = await makeWorld();
  simulator = await startSimulator("--start", "2026-11-20T09:00:00Z");
  const { url, apiKey } = simulator;
  vast = makeVast({ url, apiKey, clock: new HurriedClock(), log: world.log });
});
afterAll(async () => {
  await simulator?.stop();
  await world?.close();
});

const read = (market = vast) => readToldPrices(world.ctx(), market, new AbortController().signal);
const kept = async () => {
  const [row] = await world.database.sql`
    select count(*)::int as points, count(distinct series)::int as series, 
      to_char(min(hour) at time zone 'UTC', 'YYYY-MM-DD HH24') as first,
      to_char(max(hour) at time zone 'UTC', 'YYYY-MM-DD HH24') as last
    from price_points`;
  return row;
};

test("a provider's own prices are there from the first hour on, for two months back", async () => {
  expect(await read()).toBeGreaterThan(10_000);
  expect(await kept()).toMatchObject({
    first: "2026-09-21 09",
    last: "2026-11-20 08",
  });
  const kinds = await world.database.sql`
    select distinct s.kind, p.source from price_series s join price_points p on p.series = s.number order by 1`;
  expect(kinds).toEqual([
    { kind: "available", source: "provider" },
    { kind: "rented", source: "provider" },
  ]);
});

test("the next hour is asked for alone, and none twice", async () => {
  const before = await kept();
  expect(await read()).toBe(0);
  await world.clock.advance(HOUR_MS);
  const added = await read();
  expect(await kept()).toMatchObject({ points: Number(before?.["points"]) + added });
  expect(added).toBeLessThan(2 * Number(before?.["series"]));
});

test("a provider that fails in the middle leaves nothing half read", async () => {
  await world.clock.advance(HOUR_MS);
  const before = await kept();
  let calls = 0;
  const failing: Market = {
    ...vast,
    readPrices: (range, signal) => {
      if (++calls > 1) throw new Error("gone");
      return vast.readPrices?.(range, signal) ?? Promise.resolve([]);
    },
  };
  await expect(read(failing)).rejects.toThrow("gone");
  expect(await kept()).toEqual(before);
  expect(await read()).toBeGreaterThan(0);
});

test("what the provider tells takes the place of what was imported, and never of what Berth saw", async () => {
  const point = {
    providerId: "somewhere",
    gpuModel: "H100",
    gpuSocket: null,
    region: null,
    kind: "on_demand" as const,
    hour: new Date("2026-11-20T08:00:00Z"),
    low: 1n,
    high: 9n,
    count: 1,
  };
  const write = (median: bigint, source: "observed" | "provider" | "imported") =>
    writePoints(world.ctx(), [{ ...point, median }], source);
  const stands = async () => {
    const rows = await world.database.sql<{ median: number }[]>`
      select median::int from price_points p join price_series s on s.number = p.series
      where s.provider_id = 'somewhere'`;
    return rows[0]?.median;
  };
  await write(2n, "imported");
  await write(3n, "provider");
  expect(await stands()).toBe(3);
  await write(4n, "observed");
  await write(5n, "provider");
  await write(6n, "imported");
  expect(await stands()).toBe(4);
});
