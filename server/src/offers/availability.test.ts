import { afterAll, beforeAll, expect, test } from "vitest";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { inTransaction } from "../platform/context.ts";
import { recordLaunch } from "./index.ts";
import { BY_PRICE } from "./rules/sort.ts";
import { scoreOffers } from "./score-offers.ts";
import { searchOffers } from "./store/search.ts";
import { forgetLaunches, lockProviders } from "./store/launches.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const market = [
  listed("1", { machineId: "m1", gpuRawName: "H100 SXM" }),
  listed("2", { machineId: "m1", gpuRawName: "H100 SXM", kind: "interruptible" }),
  listed("3", { machineId: "m2", gpuRawName: "H100 SXM" }),
  listed("4", { machineId: "m3", gpuRawName: "RTX 4090" }),
];
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  await list(world, market);
  await list(world, [listed("5", { machineId: "m1", gpuRawName: "H100 SXM" })], {
    id: "other",
    name: "Other",
  });
});
afterAll(() => world?.close());

let launchCount = 0;
const record = (machineId: string, worked: boolean, launchId = `launch ${++launchCount}`) =>
  recordLaunch(world.ctx(), { launchId, providerId: "vast", machineId, gpuModel: "H100", worked });
async function launch(...one: Parameters<typeof record>): Promise<void> {
  await record(...one);
  await scoreOffers(world.ctx());
}
const scores = async (filter = {}) => {
  const rows = await searchOffers(world.ctx(), { filter, sort: BY_PRICE, limit: 100 });
  return Object.fromEntries(
    rows
      .toSorted((a, b) => Number(a.externalId) - Number(b.externalId))
      .map((row) => [row.externalId, [row.availability, row.availabilitySamples, row.availabilityBasis]]),
  );
};
const lastEvent = async () => {
  const [row] = await world.database.sql`select payload from events order by id desc limit 1`;
  return row?.["payload"] as { changed: { id: string; was: unknown }[] };
};

test("where nobody has launched, nothing is known and no number is said", async () => {
  expect(await scores()).toEqual({
    1: [null, 0, null],
    2: [null, 0, null],
    3: [null, 0, null],
    4: [null, 0, null],
    5: [null, 0, null],
  });
});

test("a launch tells of its machine most, of its GPU and its provider too, and of no other provider", async () => {
  await launch("m1", true);
  await launch("m1", true);
  await launch("m2", false);
  expect(await scores()).toEqual({
    1: [0.8, 2, "machine"],
    2: [0.8, 2, "machine"],
    3: [0.5, 1, "machine"],
    4: [0.67, 3, "provider"],
    5: [null, 0, null],
  });
  expect(Object.keys(await scores({ availabilityMin: 0.6 }))).toEqual(["1", "2", "4"]);
});

test("whoever listens hears which offers were scored anew, and what they were before", async () => {
  const { changed } = await lastEvent();
  expect(changed).toHaveLength(4);
  expect(changed[0]?.was).toHaveProperty("availability");
});

test("a launch that is recorded twice counts once", async () => {
  const before = await scores();
  await Promise.all(Array.from({ length: 8 }, () => launch("m1", true, "launch 1")));
  expect(await scores()).toEqual(before);
});

test("three failures in thirty minutes leave a machine out for thirty, under whatever number it is listed", async () => {
  for (let failure = 0; failure < 3; failure++) {
    await world.clock.advance(5 * MINUTE_MS);
    await launch("m1", false);
  }
  expect(Object.keys(await scores())).toEqual(["3", "4", "5"]);
  expect(Object.keys(await scores({ includeSuppressed: true }))).toEqual(["1", "2", "3", "4", "5"]);
  await list(world, [...market, listed("6", { machineId: "m1", gpuRawName: "H100 SXM" })]);
  expect(Object.keys(await scores())).toEqual(["3", "4", "5"]);
  await world.clock.advance(30 * MINUTE_MS);
  await scoreOffers(world.ctx());
  expect(Object.keys(await scores())).toEqual(["1", "2", "3", "4", "5", "6"]);
});

test("scoring that changes nothing writes and tells nothing", async () => {
  const before = await lastEvent();
  await scoreOffers(world.ctx());
  expect(await lastEvent()).toEqual(before);
});

test("after thirty days nothing is known any more, and later the launches are forgotten", async () => {
  await world.clock.advance(31 * DAY_MS);
  await scoreOffers(world.ctx());
  expect((await scores())["1"]).toEqual([null, 0, null]);
  await forgetLaunches(world.ctx());
  expect(await world.database.sql`select from launches`).not.toHaveLength(0);
  await world.clock.advance(60 * DAY_MS);
  await forgetLaunches(world.ctx());
  expect(await world.database.sql`select from launches`).toHaveLength(0);
});

test("a launch is recorded beside whoever writes the provider's offers, and writes none itself", async () => {
  const before = await xmins();
  await inTransaction(world.ctx(), async (ctx) => {
    await lockProviders(ctx, "vast");
    await record("m3", false);
  });
  expect(await xmins()).toEqual(before);
  await scoreOffers(world.ctx());
  expect((await scores())["3"]).toEqual([0, 1, "gpu"]);
});

test("launches recorded while a poll writes the same offers: both are done", async () => {
  const polls = Array.from({ length: 6 }, (_, at) =>
    list(
      world,
      market.map((offer) => ({ ...offer, ramGb: 100 + at })),
    ),
  );
  const outcomes = Array.from({ length: 6 }, (_, at) => launch(`m${1 + (at % 3)}`, true));
  await Promise.all([...polls, ...outcomes, scoreOffers(world.ctx())]);
  expect((await scores())["1"]?.[1]).toBe(2);
});

test("a large market is scored in parts, to its end", async () => {
  const many = Array.from({ length: 10_001 }, (_, at) => listed(`${at}`, { gpuRawName: "H100 SXM" }));
  await list(world, many, { id: "large", name: "Large cloud" });
  const worked = { launchId: "at the large", providerId: "large", machineId: "m1", gpuModel: "H100" };
  await recordLaunch(world.ctx(), { ...worked, worked: true });
  await scoreOffers(world.ctx());
  const [row] = await world.database.sql`
    select count(*)::int as unscored from offers where provider_id = 'large' and availability is null`;
  expect(row?.["unscored"]).toBe(0);
});

/** The transaction that wrote each offer's row last. */
async function xmins(): Promise<unknown[]> {
  return [...(await world.database.sql`select id, xmin::text from offers order by id`)];
}
