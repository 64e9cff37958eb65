import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { systemClock } from "../platform/clock.ts";
import { key } from "../testing/actors.ts";
import { Frames, startTestApi, type TestApi } from "../testing/api.ts";
import { untilTold } from "../testing/horizon.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { usd } from "../values/money.ts";

const schema = buildSchemaOf(offerResolvers);
const actors = [key("ci", ["read"])];
let world: World;
let before: TestApi;
let after: TestApi | undefined;
let readings = 0;
beforeAll(async () => {
  world = await makeWorld();
  before = await startTestApi(world, schema, actors);
});
afterAll(async () => {
  await after?.stop();
  await before?.stop();
  await world?.close();
});

/** A server that has just started: it has nothing in memory of what happened before. */
function restart(): Promise<TestApi> {
  const sql = new Proxy(world.database.sql, {
    apply(target, self, given: unknown[]) {
      const [text] = given;
      if (Array.isArray(text) && text.join("").includes("topic = any")) readings += 1;
      return Reflect.apply(target as (...all: unknown[]) => unknown, self, given);
    },
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== "unsafe") return value;
      readings += 1;
      return (value as (...all: unknown[]) => unknown).bind(target);
    },
  });
  const db = new Proxy(world.platform.db, {
    get: (target, name) => (name === "$client" ? sql : (Reflect.get(target, name) as unknown)),
  });
  const clock = { ...systemClock, now: () => world.clock.now() };
  return startTestApi({ ...world, database: { ...world.database, sql } }, schema, actors, {
    platform: { ...world.platform, clock, db },
  });
}

interface Changes {
  offersChanged: { changed: { pricePerGpuHour: string }[] };
}

const CHANGES = `subscription Changes($after: Cursor) {
  offersChanged(after: $after) { ... on OffersDelta { changed { pricePerGpuHour } } }
}`;

interface Beginning {
  offersChanged: { offers?: { pricePerGpuHour: string }[]; changed?: { pricePerGpuHour: string }[] };
}

const BEGINNING = `subscription Beginning {
  offersChanged {
    ... on OffersSnapshot { offers { pricePerGpuHour } }
    ... on OffersDelta { changed { pricePerGpuHour } }
  }
}`;

const setPrice = (dollars: number) => list(world, [listed("1", { pricePerHour: usd(dollars) })]);

test("however many come back from one place after a restart, what they missed is read once", async () => {
  await setPrice(1);
  await untilTold(world.database.sql);
  const { body } = await before.ask("ci", "{ offers { liveCursor } }");
  const { liveCursor } = (body.data as unknown as { offers: { liveCursor: string } }).offers;
  for (let dollars = 2; dollars <= 5; dollars++) await setPrice(dollars);
  await before.stop();

  after = await restart();
  const clients = Array.from({ length: 40 }, () => after?.client("ci"));
  readings = 0;
  const readers = clients.flatMap((client) =>
    client ? [new Frames<Changes>(client, CHANGES, { after: liveCursor })] : [],
  );
  const missed = await Promise.all(readers.map((reader) => reader.next()));
  expect(new Set(missed.map((frame) => JSON.stringify(frame))).size).toBe(1);
  // It is state: what changed four times is told once, as it is now.
  expect(missed[0]?.offersChanged.changed).toEqual([{ pricePerGpuHour: "5.000000" }]);
  expect(readers).toHaveLength(40);
  // The events and the offers they name; again when the head moved on while they came.
  expect(readings).toBeGreaterThan(1);
  expect(readings).toBeLessThan(20);

  await setPrice(6);
  for (const reader of readers) {
    expect((await reader.next()).offersChanged.changed).toEqual([{ pricePerGpuHour: "6.000000" }]);
    expect(reader.all).toHaveLength(2);
  }
  for (const client of clients) await client?.dispose();
});

test("however many begin at one moment, how things stand is read a few times for all", async () => {
  const api = after ?? (await restart());
  const clients = Array.from({ length: 40 }, () => api.client("ci"));
  readings = 0;
  const readers = clients.map((client) => new Frames<Beginning>(client, BEGINNING));
  for (const reader of readers) {
    expect((await reader.next()).offersChanged.offers).toEqual([{ pricePerGpuHour: "6.000000" }]);
  }
  expect(readings).toBeGreaterThan(0);
  expect(readings).toBeLessThan(20);
  await setPrice(7);
  for (const reader of readers) {
    expect((await reader.next()).offersChanged.changed).toEqual([{ pricePerGpuHour: "7.000000" }]);
  }
  for (const client of clients) await client.dispose();
});
