import { afterEach, beforeEach, expect, test } from "vitest";
import { buildSchema } from "../schema.ts";
import { Frames, startTestApi, type TestApi } from "../testing/api.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { parseUsd } from "../values/money.ts";
import { createPriceWatch } from "./create-price-watch.ts";
import { pollProvider } from "./poll.ts";
import { removePriceWatch } from "./remove-price-watch.ts";
import { RENTABLE_FOR_MS } from "./rules/freshness.ts";
import { listWatches } from "./store/price-watches.ts";
import { listRentable } from "./store/rentable.ts";
import { watchPrices } from "./watch-prices.ts";

let world: World;
let ada: Person;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
});
afterEach(() => world?.close());

/** Machines of eight, each at so much for a GPU and an hour. */
const eight = (...prices: string[]) =>
  prices.map((price, at) =>
    listed(String(at), { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: parseUsd(price) * 8n }),
  );
const watch = (price = "2.10", by = ada) =>
  createPriceWatch(world.ctx(by), {
    gpu: "h100",
    gpuCount: 8,
    kind: "on_demand",
    pricePerGpuHour: parseUsd(price),
  });
const stateOf = async () => (await listWatches(world.ctx(ada))).map(({ state }) => state);
const topics = async () => {
  const rows = await world.database.sql<{ topic: string }[]>`
    select topic from events where topic like 'price-watch.%' order by xid, id`;
  return rows.map(({ topic }) => topic.slice("price-watch.".length));
};
async function at(...prices: string[]) {
  await list(world, eight(...prices));
  return watchPrices(world.ctx());
}

test("a watch tells once when its price is there, and again only after the price was two percent above", async () => {
  await watch();
  expect(await at("2.50")).toEqual({ fired: 0, rearmed: 0 });
  expect(await at("2.10")).toEqual({ fired: 1, rearmed: 0 });
  // The price trembles around the line.
  for (const price of ["2.11", "2.09", "2.142", "2.00"]) {
    expect(await at(price)).toEqual({ fired: 0, rearmed: 0 });
  }
  expect(await at("2.143")).toEqual({ fired: 0, rearmed: 1 });
  expect(await at("2.05")).toEqual({ fired: 1, rearmed: 0 });
  expect(await topics()).toEqual(["created", "fired", "rearmed", "fired"]);
  expect(await listWatches(world.ctx(ada))).toMatchObject([
    { state: "fired", firedPricePerGpuHour: parseUsd("2.05"), firedAt: world.clock.now() },
  ]);
});

test("many who look at once, in many processes, tell of a crossing once", async () => {
  await watch();
  await list(world, eight("2.00"));
  const looks = await Promise.all(Array.from({ length: 12 }, () => watchPrices(world.ctx())));
  expect(looks.reduce((sum, { fired }) => sum + fired, 0)).toBe(1);
  expect(await topics()).toEqual(["created", "fired"]);
});

test("a crossing that nobody looked at in time is told by the next who looks", async () => {
  await watch();
  // The process ended between the list and the look.
  await list(world, eight("2.00"));
  expect(await stateOf()).toEqual(["armed"]);
  const provider = {
    id: "vast",
    name: "Vast.ai",
    connected: true,
    listOffers: async () => ({ offers: eight("2.00"), odd: 0 }),
  };
  await pollProvider(world.ctx(), provider, new AbortController().signal);
  expect(await topics()).toEqual(["created", "fired"]);
});

test("a price that is there when it is asked for is told at once, and asking twice asks once", async () => {
  await list(world, eight("2.00"));
  expect(await watch()).toMatchObject({ state: "fired" });
  const [again, same] = await Promise.all([watch(), watch()]);
  expect(again.id).toBe(same.id);
  expect(await topics()).toEqual(["created", "fired"]);
});

test("only what could be rented is told of: not too few GPUs, not another kind, nothing gone or seen too long ago", async () => {
  await watch();
  const cheap = eight("1.00")[0];
  if (!cheap) throw new Error("there is one");
  await list(world, [
    { ...cheap, gpuCount: 4 },
    { ...cheap, externalId: "i", kind: "interruptible" },
  ]);
  expect(await watchPrices(world.ctx())).toEqual({ fired: 0, rearmed: 0 });
  await list(world, [cheap]);
  await list(world, []);
  expect(await watchPrices(world.ctx())).toEqual({ fired: 0, rearmed: 0 });
  await list(world, [cheap]);
  await world.clock.advance(16 * 60_000);
  expect(await watchPrices(world.ctx())).toEqual({ fired: 0, rearmed: 0 });
});

test("a price is told of for as long as its machine may be rented, and no longer", async () => {
  await watch();
  await list(world, eight("2.00"));
  const rentable = () => {
    const what = { gpuModel: "H100", gpuCount: 8, kind: "on_demand", diskGb: 10 } as const;
    return listRentable(world.ctx(), { ...what, providers: null, capPerHour: parseUsd("100") });
  };
  await world.clock.advance(RENTABLE_FOR_MS);
  expect(await rentable()).toEqual([]);
  expect(await watchPrices(world.ctx())).toEqual({ fired: 0, rearmed: 0 });
  await list(world, eight("2.00"));
  await world.clock.advance(RENTABLE_FOR_MS - 1);
  expect(await rentable()).toHaveLength(1);
  expect(await watchPrices(world.ctx())).toEqual({ fired: 1, rearmed: 0 });
});

test("when the last such machine is gone the watch waits again, and tells when one is back", async () => {
  await watch();
  await at("2.00");
  await list(world, []);
  await list(world, []);
  expect(await at()).toEqual({ fired: 0, rearmed: 1 });
  expect(await at("2.00")).toEqual({ fired: 1, rearmed: 0 });
});

test("a price that stood still while its provider could not be asked is not told of twice", async () => {
  await watch();
  await at("2.00");
  await world.clock.advance(16 * 60_000);
  const elsewhere = listed("dear", { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: parseUsd("24") });
  await list(world, [elsewhere], { id: "runpod", name: "RunPod" });
  expect(await watchPrices(world.ctx())).toEqual({ fired: 0, rearmed: 0 });
  expect(await at("2.00")).toEqual({ fired: 0, rearmed: 0 });
  expect(await at("2.50")).toEqual({ fired: 0, rearmed: 1 });
});

test("an account has a hundred watches, also when it asks for many at once; one removed makes room", async () => {
  const made = await Promise.allSettled(
    Array.from({ length: 104 }, (_, cents) => watch(`1.${String(cents).padStart(3, "0")}`)),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(100);
  expect(made.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { type: "InvalidInput" },
  });
  const [first] = await listWatches(world.ctx(ada));
  await removePriceWatch(world.ctx(ada), first?.id ?? "");
  await watch("1.5");
  expect(await listWatches(world.ctx(ada))).toHaveLength(100);
});

test("E2: a watch of another account is not there, neither to see nor to remove", async () => {
  const { id } = await watch();
  const eve = await addPerson(world, "Eve");
  expect(await listWatches(world.ctx(eve))).toEqual([]);
  await expect(removePriceWatch(world.ctx(eve), id)).rejects.toMatchObject({ type: "NotFound" });
  expect(await stateOf()).toEqual(["armed"]);
});

const HEAR = `subscription Watches($after: Cursor) { priceWatchChanged(after: $after) {
  __typename
  ... on PriceWatchesStarted { cursor priceWatches { id state } }
  ... on PriceWatchHappened { cursor event wish atOrBelow pricePerGpuHour offerId priceWatch { state } }
} }`;

test("E1: who listens hears of each crossing, and who was away hears of all that were missed, in order", async () => {
  const api: TestApi = await startTestApi(world, buildSchema(), [ada]);
  const client = api.client("Ada");
  const frames = new Frames<{ priceWatchChanged: Record<string, unknown> }>(client, HEAR);
  const started = (await frames.next()).priceWatchChanged;
  expect(started).toMatchObject({ __typename: "PriceWatchesStarted", priceWatches: [] });
  await watch();
  expect((await frames.next()).priceWatchChanged).toMatchObject({ event: "CREATED" });
  await at("2.00");
  expect((await frames.next()).priceWatchChanged).toMatchObject({
    event: "FIRED",
    wish: "8×H100",
    atOrBelow: "2.100000",
    pricePerGpuHour: "2.000000",
    priceWatch: { state: "FIRED" },
  });
  frames.stop();
  await at("3.00");
  await at("2.05");
  const resumed = new Frames<{ priceWatchChanged: Record<string, unknown> }>(client, HEAR, {
    after: started["cursor"],
  });
  const heard = [];
  for (let frame = 0; frame < 4; frame++) heard.push((await resumed.next()).priceWatchChanged["event"]);
  expect(heard).toEqual(["CREATED", "FIRED", "REARMED", "FIRED"]);
  await client.dispose();
  await api.stop();
});

test("what cannot be watched is refused with its facts", async () => {
  const api = await startTestApi(world, buildSchema(), [ada]);
  const create = async (gpu: string, price: string) => {
    const { body } = await api.ask(
      "Ada",
      `mutation { createPriceWatch(input: { gpu: "${gpu}", pricePerGpuHour: "${price}" }) {
        __typename ... on UnknownGpu { nearest } ... on InvalidInput { field }
        ... on PriceWatch { gpuModel gpuCount firedOffer { id } } } }`,
    );
    return body.data?.["createPriceWatch"];
  };
  expect(await create("H1000", "2")).toMatchObject({ __typename: "UnknownGpu" });
  expect(await create("H100", "0")).toEqual({ __typename: "InvalidInput", field: "pricePerGpuHour" });
  await list(world, eight("2.00"));
  expect(await create("H100 SXM", "2")).toEqual({
    __typename: "PriceWatch",
    gpuModel: "H100",
    gpuCount: 1,
    firedOffer: { id: expect.stringMatching(/^off_/) as string },
  });
  await api.stop();
});
