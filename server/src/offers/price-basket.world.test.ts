import { afterEach, expect, test } from "vitest";
import { makeLog } from "../platform/log.ts";
import type { Market } from "../providers/provider.ts";
import { makeVast } from "../providers/vast/vast.ts";
import { HurriedClock } from "../testing/hurried-clock.ts";
import { type Simulator, startSimulator } from "../testing/simulator.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS } from "../values/hour.ts";
import { closeHours } from "./close-hours.ts";
import { pollProvider } from "./poll.ts";
import { factsOf } from "./rules/compare-listing.ts";
import { type Item, keyOfSlice, nextBasket, pointOf, type Sighting } from "./rules/price-basket.ts";

// The basket against a market where machines are rented and given back, read as the provider's API
// shows it. The provider also knows the truth: what all machines ask, those that are rented as well.

const MODEL = "RTX 4090";
const never = new AbortController().signal;

let simulator: Simulator | undefined;
let world: World | undefined;
afterEach(async () => {
  await simulator?.stop();
  await world?.close();
  [simulator, world] = [undefined, undefined];
});

async function begin(marketSpeed: number): Promise<{ market: Simulator; vast: Market }> {
  const market = await startSimulator(
    "--start",
    "2026-11-20T09:00:00Z",
    "--market-speed",
    String(marketSpeed),
  );
  simulator = market;
  const log = makeLog("silent");
  return {
    market,
    vast: makeVast({ url: market.url, apiKey: market.apiKey, clock: new HurriedClock(), log }),
  };
}

/** Whether it was done: a machine that is full cannot be rented, for one. */
async function tell(market: Simulator, path: string, body: object): Promise<boolean> {
  const response = await fetch(`${market.url}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.ok;
}

const middle = (prices: readonly number[]) =>
  prices.toSorted((a, b) => a - b)[Math.floor(prices.length / 2)] ?? Number.NaN;

test("renting away the cheapest third moves the point by less than half a percent; a rise of ten percent moves it by ten", async () => {
  const { market, vast } = await begin(0);
  const here = (world = await makeWorld());
  const hour = async () => {
    // Three looks, so that what is gone is known to be.
    for (let look = 0; look < 3; look++) await pollProvider(here.ctx(), vast, never);
    await here.clock.advance(HOUR_MS);
  };
  const machines = async () => {
    const rows = await here.database.sql<{ machine: string; price: string }[]>`
      select machine_id as machine, min(price_per_gpu_hour)::text as price from offers
      where gpu_model = ${MODEL} and kind = 'on_demand' and state = 'listed'
      group by 1 order by min(price_per_gpu_hour)`;
    return rows.map(({ machine, price }) => ({ machine: Number(machine), price: Number(price) }));
  };

  await hour();
  const before = await machines();
  for (const { machine } of before.slice(0, Math.ceil(before.length / 3))) {
    while (await tell(market, "market", { machine, action: "rent" }));
  }
  await hour();
  const left = await machines();
  for (const { machine } of left) await tell(market, "market", { machine, changePercent: 10 });
  await hour();
  await hour();
  await closeHours(here.ctx());

  // What the listed offers alone would have made of it.
  const listed = [before, left].map((found) => middle(found.map(({ price }) => price)));
  expect(before.length).toBeGreaterThan(20);
  expect((listed[1] ?? 0) / (listed[0] ?? 0)).toBeGreaterThan(1.02);

  const rows = await here.database.sql<{ median: string }[]>`
    select median::text from price_points p join price_series s on s.number = p.series
    where s.gpu_model = ${MODEL} and s.kind = 'on_demand' and s.region is null order by p.hour`;
  const [calm = 0, rented = 0, risen = 0] = rows.map(({ median }) => Number(median));
  expect(Math.abs(rented / calm - 1)).toBeLessThan(0.005);
  expect(risen / rented).toBeGreaterThan(1.09);
  expect(risen / rented).toBeLessThan(1.11);
});

test("over two days of a busy market the points move less by chance, and are nearer the truth, than listed prices", async () => {
  const { market, vast } = await begin(2);
  const lines = { told: [] as number[], listed: [] as number[], truth: [] as number[] };
  let basket: Item[] = [];
  for (let hour = 0; hour < 24; hour++) {
    const seen = await look(vast);
    basket = nextBasket(basket, seen);
    lines.told.push(Number(pointOf(basket)?.median));
    lines.listed.push(middle(seen.map(({ price }) => price)));
    lines.truth.push(await trueMedian(market));
    await tell(market, "clock", { advanceSeconds: 3600 });
  }
  const { told, listed, truth } = lines;
  expect(chanceOf(told, truth)).toBeLessThan(0.3 * chanceOf(listed, truth));
  expect(errorOf(told, truth)).toBeLessThan(0.4 * errorOf(listed, truth));
});

async function look(vast: Market): Promise<Sighting[]> {
  const { offers } = await vast.listOffers(never);
  const prices = new Map<string, Sighting>();
  for (const offer of offers) {
    const facts = factsOf("vast", offer);
    if (facts.gpuModel !== MODEL || facts.kind !== "on_demand") continue;
    const key = keyOfSlice(facts.machineId, facts.gpuCount);
    prices.set(key, { key, region: facts.region, price: Number(facts.pricePerGpuHour) });
  }
  return [...prices.values()];
}

async function trueMedian({ url, apiKey }: Simulator): Promise<number> {
  const response = await fetch(`${url}/api/v0/metrics/gpu/current/?verified=all`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const { gpus } = (await response.json()) as { gpus: { gpu_name: string; price_median: number }[] };
  return (gpus.find(({ gpu_name }) => gpu_name === MODEL)?.price_median ?? Number.NaN) * 1e6;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How much a line moves from hour to hour beside what the truth does. */
function chanceOf(line: readonly number[], truth: readonly number[]): number {
  const moves = (of: readonly number[]) => of.slice(1).map((value, at) => Math.log(value / (of[at] ?? 1)));
  const real = moves(truth);
  return mean(moves(line).map((move, at) => Math.abs(move - (real[at] ?? 0))));
}

/** How far a line's course is from that of the truth, wherever the two begin. */
function errorOf(line: readonly number[], truth: readonly number[]): number {
  const ratios = line.map((value, at) => Math.log(value / (truth[at] ?? 1)));
  return mean(ratios.map((ratio) => Math.abs(ratio - middle(ratios))));
}
