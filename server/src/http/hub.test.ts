import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { metrics } from "../platform/metrics.ts";
import { key, person } from "../testing/actors.ts";
import { Frames, startTestApi, type TestApi } from "../testing/api.ts";
import { untilTold } from "../testing/horizon.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { encodeCursor } from "../values/cursor.ts";
import { usd } from "../values/money.ts";

let world: World;
let api: TestApi;
let prices: Map<string, number>;

beforeAll(async () => {
  world = await makeWorld();
  api = await startTestApi(world, buildSchemaOf(offerResolvers), [
    person("Ada"),
    person("Bo"),
    key("ci", ["read"]),
  ]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});
beforeEach(async () => {
  prices = new Map(["1", "2", "3"].map((id) => [id, 1]));
  await settle();
  await untilTold(world.database.sql);
});

/** Lists the market at the prices at hand. */
const settle = () =>
  list(
    world,
    [...prices].map(([id, price]) => listed(id, { pricePerHour: usd(price) })),
  );
const move = (id: string, price: number) => {
  prices.set(id, price);
  return settle();
};

interface Changes {
  offersChanged:
    | {
        __typename: "OffersSnapshot";
        cursor: string;
        totalCount: number;
        offers: { id: string; pricePerGpuHour: string }[];
      }
    | {
        __typename: "OffersDelta";
        cursor: string;
        changed: { id: string; pricePerGpuHour: string }[];
        withdrawn: string[];
      }
    | { __typename: "Resync"; cursor: string; reason: string };
}

const CHANGES = `subscription Changes($filter: OfferFilter, $after: Cursor) {
  offersChanged(filter: $filter, after: $after) {
    __typename
    ... on OffersSnapshot { cursor totalCount offers { id pricePerGpuHour } }
    ... on OffersDelta { cursor changed { id pricePerGpuHour } withdrawn }
    ... on Resync { cursor reason }
  }
}`;

const pricesIn = (frame: Changes) =>
  frame.offersChanged.__typename === "OffersDelta"
    ? frame.offersChanged.changed.map((o) => Number(o.pricePerGpuHour))
    : [];

async function liveCursor(): Promise<string> {
  await untilTold(world.database.sql);
  const { body } = await api.ask("Ada", "{ offers { liveCursor } }");
  return (body.data as unknown as { offers: { liveCursor: string } }).offers.liveCursor;
}

test("a subscriber sees the market as it stands, then each change", async () => {
  const client = api.client("Ada");
  const frames = new Frames<Changes>(client, CHANGES);
  expect((await frames.next()).offersChanged).toMatchObject({ __typename: "OffersSnapshot", totalCount: 3 });
  await move("1", 5);
  expect(pricesIn(await frames.next())).toEqual([5]);
  await client.dispose();
});

test("the tail of a page begins where the page was read", async () => {
  const after = await liveCursor();
  await move("1", 6);
  const client = api.client("ci");
  const frames = new Frames<Changes>(client, CHANGES, { after });
  expect(pricesIn(await frames.next())).toEqual([6]);
  await move("1", 7);
  expect(pricesIn(await frames.next())).toEqual([7]);
  await client.dispose();
});

test("E1: readers whose cursor must not be null go on each from its own", async () => {
  const early = await liveCursor();
  await move("1", 6);
  const late = await liveCursor();
  await move("2", 7);
  const client = api.client("ci");
  const document = CHANGES.replace("$after: Cursor", "$after: Cursor!");
  const all = [early, late].map((after) => new Frames<Changes>(client, document, { after }));
  const told = async (frames: Frames<Changes>, last: number) => {
    const seen = new Set<number>();
    while (!seen.has(last)) for (const price of pricesIn(await frames.next())) seen.add(price);
    return seen;
  };
  expect(await Promise.all(all.map((frames) => told(frames, 7)))).toEqual([new Set([6, 7]), new Set([7])]);
  await move("1", 8);
  expect(await Promise.all(all.map((frames) => told(frames, 8)))).toEqual([new Set([8]), new Set([8])]);
  await client.dispose();
});

test("E1, G43: a reader that is cut again and again resumes with no gap and no repeat", async () => {
  let cursor = await liveCursor();
  const seen: number[] = [];
  const writer = (async () => {
    for (let price = 10; price < 50; price++) await move("2", price);
  })();
  while (seen.at(-1) !== 49) {
    const client = api.client("Ada");
    const frames = new Frames<Changes>(client, CHANGES, { after: cursor });
    const frame = await frames.next();
    cursor = frame.offersChanged.cursor;
    seen.push(...pricesIn(frame));
    client.terminate();
  }
  await writer;
  // A frame tells where things stand when it is made: a price in between may be left out, and one
  // that was told early may be told again, but none ever goes back.
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test("E1: a cursor older than what is kept gets a RESYNC, then what comes after", async () => {
  const old = await liveCursor();
  await move("1", 60);
  await move("1", 61);
  await untilTold(world.database.sql);
  await world.database.sql`select forget_market_events(now() + interval '100 years')`;
  const client = api.client("Ada");
  const frames = new Frames<Changes>(client, CHANGES, { after: old });
  expect((await frames.next()).offersChanged).toMatchObject({ __typename: "Resync" });
  await move("1", 62);
  expect(pricesIn(await frames.next())).toEqual([62]);
  await client.dispose();
});

test("E1: a cursor from a history that was replaced gets a RESYNC", async () => {
  const client = api.client("Ada");
  const frames = new Frames<Changes>(client, CHANGES, { after: encodeCursor({ xid: 2n ** 60n, id: 1n }) });
  expect((await frames.next()).offersChanged).toMatchObject({ __typename: "Resync" });
  await client.dispose();
});

test("a filtered reader hears only of what matches, and when something stops matching", async () => {
  const client = api.client("Ada");
  const frames = new Frames<Changes>(client, CHANGES, { filter: { pricePerGpuHourMax: "2" } });
  expect((await frames.next()).offersChanged).toMatchObject({ totalCount: 3 });
  await move("1", 9);
  const gone = (await frames.next()).offersChanged;
  expect(gone).toMatchObject({ __typename: "OffersDelta", changed: [] });
  expect(gone.__typename === "OffersDelta" && gone.withdrawn).toHaveLength(1);
  await move("1", 10);
  await move("1", 2);
  expect(pricesIn(await frames.next())).toEqual([2]);
  await client.dispose();
});

test("a thousand equal subscribers are one execution", async () => {
  const clients = Array.from({ length: 20 }, () => api.client("Ada"));
  const frames = clients.flatMap((client) =>
    Array.from({ length: 50 }, () => new Frames<Changes>(client, CHANGES)),
  );
  await Promise.all(frames.map((one) => one.next()));
  expect((await metrics.streamGroups.get()).values[0]?.value).toBe(1);
  await move("3", 4);
  const told = await Promise.all(frames.map((one) => one.next()));
  expect(told.every((frame) => pricesIn(frame)[0] === 4)).toBe(true);
  for (const client of clients) await client.dispose();
});

test("G44: when the listening connection is lost, events still arrive", async () => {
  const client = api.client("Ada");
  const frames = new Frames<Changes>(client, CHANGES);
  await frames.next();
  for (let price = 70; price < 74; price++) {
    await world.database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`.catch(() => {});
    await move("1", price);
    expect(pricesIn(await frames.next())).toEqual([price]);
  }
  await client.dispose();
});

test("what is only announced is told to whoever listens: how things stand, each time", async () => {
  const client = api.client("Ada");
  const frames = new Frames<{ providerTicks: { id: string; state: string; lastListedAt: string }[] }>(
    client,
    "subscription { providerTicks { id state lastListedAt } }",
  );
  const first = (await frames.next()).providerTicks;
  expect(first).toMatchObject([{ id: "vast", state: "CONNECTED" }]);
  await world.clock.advance(30_000);
  await settle();
  // It may be told as it stood once more, when announcements may have been missed in between.
  let then = first;
  while (then[0]?.lastListedAt === first[0]?.lastListedAt) then = (await frames.next()).providerTicks;
  expect(Date.parse(then[0]?.lastListedAt ?? "") - Date.parse(first[0]?.lastListedAt ?? "")).toBe(30_000);
  await client.dispose();
});

test("E3, G42: stalled readers cost bounded memory, and a fast one misses nothing", async () => {
  const many = Array.from({ length: 400 }, (_, at) => `many-${at}`);
  for (const id of many) prices.set(id, 1);
  await settle();
  const stalled = await Promise.all(Array.from({ length: 20 }, () => stalledReader(api.url)));
  const client = api.client("Bo");
  const frames = new Frames<Changes>(client, CHANGES);
  await frames.next();
  const before = process.memoryUsage().rss;
  let last = 0;
  const heard = (async () => {
    while (last < 130) last = Math.max(last, ...pricesIn(await frames.next()));
  })();
  for (let price = 100; price <= 130; price++) {
    for (const id of many) prices.set(id, price);
    await settle();
  }
  await heard;
  // Unbounded, twenty readers of thirty frames of half a megabyte would be owed 300 MB.
  const waiting = (await metrics.slowReaders.get()).values.find(({ labels }) => labels.what === "waiting");
  expect(waiting?.value).toBeGreaterThanOrEqual(stalled.length);
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(200);
  for (const socket of stalled) socket.destroy();
  await client.dispose();
}, 60_000);

const EVERYTHING = `subscription {
  offersChanged {
    __typename
    ... on OffersDelta {
      changed {
        id kind gpuCount vcpus ramGb diskGb region country reliability cudaVersion networkDownMbps networkUpMbps
        pricePerGpuHour pricePerHour diskPricePerGbMonth firstSeenAt observedAt priceChangedAt state verified
        small: allInPricePerHour(diskGb: 10) large: allInPricePerHour(diskGb: 1000)
        gpu { model vramGb socket rawName } provider { id name state lastListedAt lastErrorAt lastError }
      }
    }
  }
}`;

/** Subscribes by hand and then never reads again. */
async function stalledReader(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const heard = (what: string) =>
    new Promise<void>((resolve) => {
      const hear = (data: Buffer) => {
        if (!data.toString("latin1").includes(what)) return;
        socket.off("data", hear);
        resolve();
      };
      socket.on("data", hear);
    });
  const upgraded = heard("101 Switching");
  socket.write(
    "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
  );
  await upgraded;
  const acknowledged = heard("connection_ack");
  socket.write(frame({ type: "connection_init", payload: { authorization: "Bearer Ada" } }));
  await acknowledged;
  const started = heard("OffersSnapshot");
  socket.write(frame({ id: "1", type: "subscribe", payload: { query: EVERYTHING } }));
  await started;
  socket.pause();
  return socket;
}

/** A client's text frame, masked with zeros. */
function frame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.from([0x81, 0xfe, body.length >> 8, body.length & 255, 0, 0, 0, 0]);
  if (body.length >= 126) return Buffer.concat([head, body]);
  return Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]);
}
