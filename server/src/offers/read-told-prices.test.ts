import { afterAll, beforeAll, expect, test } from "vitest";
import { makeVast } from "../providers/vast/vast.ts";
import { HurriedClock } from "../testing/hurried-clock.ts";
import { scriptProvider } from "../testing/scripted-provider.ts";
import { type Simulator, startSimulator } from "../testing/simulator.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { usd } from "../values/money.ts";
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

test("an hour is read once, and with the next what came late before it; what was there is not written again", async () => {
  const before = await kept();
  expect(await read()).toBe(0);
  await world.clock.advance(HOUR_MS);
  const [{ written } = { written: "" }] = await world.database.sql<{ written: string }[]>`
    select max(xmin::text::bigint)::text as written from price_points`;
  const asked: Date[] = [];
  await read({
    ...vast,
    readPrices: (range, signal) => {
      asked.push(range.from);
      return vast.readPrices?.(range, signal) ?? Promise.resolve([]);
    },
  });
  expect(new Set(asked.map((at) => at.toISOString()))).toEqual(new Set(["2026-11-18T10:00:00.000Z"]));
  const added = Number((await kept())?.["points"]) - Number(before?.["points"]);
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThan(2 * Number(before?.["series"]));
  const [row] = await world.database.sql`
    select count(*)::int as written from price_points where xmin::text::bigint > ${written}::bigint`;
  expect(row?.["written"]).toBe(added);
});

test("an hour that a provider has later of one GPU than of another is made up for", async () => {
  const hour = (hoursAgo: number) => new Date(hourOf(world.clock.now()).getTime() - hoursAgo * HOUR_MS);
  const spread = { gpus: 5, p10: usd(1), median: usd(1), p90: usd(1) };
  const told = { gpusRented: 1, gpusAvailable: 1, p10: null, p25: null, median: null, p75: null, p90: null };
  const history = { "RTX 4090": [hour(2), hour(1)], "H100 SXM": [hour(2)] };
  const market: Market = {
    ...scriptProvider({ id: "late", name: "Late cloud" }),
    readPricesNow: async () => Object.keys(history).map((gpuRawName) => ({ gpuRawName, ...told })),
    readPrices: async ({ from, to }) =>
      Object.entries(history).map(([gpuRawName, hours]) => ({
        gpuRawName,
        points: hours
          .filter((at) => at >= from && at < to)
          .map((at) => ({ at, rented: spread, available: spread })),
      })),
  };
  await read(market);
  history["H100 SXM"].push(hour(1));
  await world.clock.advance(HOUR_MS);
  for (const hours of Object.values(history)) hours.push(hour(1));
  await read(market);
  const rows = await world.database.sql`
    select gpu_model as gpu, count(*)::int as hours from price_points p join price_series s on s.number = p.series
    where s.provider_id = 'late' and s.kind = 'rented' group by 1 order by 1`;
  expect(rows).toEqual([
    { gpu: "H100", hours: 3 },
    { gpu: "RTX 4090", hours: 3 },
  ]);
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
