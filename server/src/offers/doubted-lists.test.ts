import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLog } from "../platform/log.ts";
import { makeVast } from "../providers/vast/vast.ts";
import { HurriedClock } from "../testing/hurried-clock.ts";
import { keepLog } from "../testing/heard.ts";
import { listed } from "../testing/listed.ts";
import { type ScriptedHttp, scriptHttp } from "../testing/scripted-http.ts";
import { scriptProvider } from "../testing/scripted-provider.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { pollProvider } from "./poll.ts";
import { staleBecause } from "./rules/freshness.ts";
import { BY_PRICE } from "./rules/sort.ts";
import { countOffers, searchOffers } from "./store/search.ts";

let world: World;
let server: ScriptedHttp;
beforeAll(async () => {
  world = await makeWorld();
  server = await scriptHttp();
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

const ask = (id: number, facts: object = {}) => ({
  id,
  machine_id: id,
  gpu_name: "RTX 4090",
  num_gpus: 1,
  gpu_ram: 24_564,
  dph_base: 0.4,
  storage_cost: 0.15,
  verification: "verified",
  ...facts,
});
const verified = Array.from({ length: 50 }, (_, at) => ask(at + 1));
const others = Array.from({ length: 80 }, (_, at) => ask(at + 1_000, { verification: "unverified" }));

const kept = keepLog();
async function poll(...halves: [verified: object[], others: object[]]): Promise<void> {
  await world.clock.advance(45_000);
  const vast = makeVast({
    url: server.url,
    apiKey: "a key",
    clock: new HurriedClock(),
    log: makeLog("silent"),
    unpaced: true,
  });
  server.answer(...halves.map((offers) => ({ body: { offers } })));
  await pollProvider({ ...world.ctx(), log: kept.log }, vast, new AbortController().signal);
}
const countVerified = () => countOffers(world.ctx(), { verifiedOnly: true, providers: ["vast"] });

test("a search that answers nothing where there was a market withdraws none of it, and says so of each", async () => {
  await poll(verified, others);
  for (let list = 0; list < 3; list++) await poll([], others);
  expect(await countVerified()).toBe(50);
  const search = { filter: { verifiedOnly: true, providers: ["vast"] }, sort: BY_PRICE, limit: 1 };
  const [offer] = await searchOffers(world.ctx(), search);
  expect(offer && staleBecause(offer, world.clock.now())).toBe("The last list of Vast.ai did not show it.");
  expect(kept.entries()).toContainEqual(expect.objectContaining({ provider: "vast", shown: 80, missed: 50 }));
});

test("what such a list does show is as good as ever", async () => {
  await poll([], [ask(1_000, { verification: "unverified", dph_base: 0.2 }), ...others.slice(1)]);
  const [cheapest] = await searchOffers(world.ctx(), { sort: BY_PRICE, limit: 1 });
  expect(cheapest).toMatchObject({ externalId: "1000", pricePerHour: 200_000n });
  expect(cheapest && staleBecause(cheapest, world.clock.now())).toBeNull();
});

test("rows of no known shape are offers that nobody could read, and not gone", async () => {
  await poll(verified, others);
  // The price of most is told as text from now on.
  const unread = verified.map((row, at) => (at % 5 > 0 ? row : { ...row, dph_base: "0.4" }));
  for (let list = 0; list < 3; list++) await poll(unread, others.slice(0, 40));
  expect(await countOffers(world.ctx(), { providers: ["vast"] })).toBe(130);
});

test("one that is taken by another, beside a few odd rows, is withdrawn with the third list as ever", async () => {
  await poll(verified, others);
  for (let list = 0; list < 3; list++) await poll(verified.slice(1), [...others, {}]);
  expect(await countVerified()).toBe(49);
});

test("a cloud that says that it has nothing, where it had two, is not believed the third time either", async () => {
  let offers = [listed("1"), listed("2")];
  const cloud = { id: "tensordock", name: "TensorDock" };
  const dock = scriptProvider({ ...cloud, listOffers: async () => ({ offers, odd: 0 }) });
  const never = new AbortController().signal;
  await pollProvider(world.ctx(), dock, never);
  offers = [];
  for (let list = 0; list < 3; list++) await pollProvider(world.ctx(), dock, never);
  expect(await countOffers(world.ctx(), { providers: ["tensordock"] })).toBe(2);
});

test("a market that stays away for a quarter of an hour is gone", async () => {
  await poll(verified, others);
  const before = world.clock.now().getTime();
  while ((await countVerified()) > 0) await poll([], others);
  expect(world.clock.now().getTime() - before).toBe(15 * 60_000);
});
