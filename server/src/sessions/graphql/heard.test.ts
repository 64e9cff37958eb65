import { afterAll, beforeAll, expect, test } from "vitest";
import { ProviderFailure } from "../../providers/provider.ts";
import { buildSchema } from "../../schema.ts";
import { Frames, startTestApi, type TestApi } from "../../testing/api.ts";
import { give } from "../../testing/ledger.ts";
import { listed } from "../../testing/listed.ts";
import { list } from "../../testing/market.ts";
import { Fleet } from "../../testing/sessions.ts";
import { addPerson } from "../../testing/team.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { encodeCursor } from "../../values/cursor.ts";
import { usd } from "../../values/money.ts";
import { hearAgent, startSession } from "../index.ts";
import { observeProvider } from "../observe.ts";

const MINUTE = 60_000;
let world: World;
let api: TestApi;
let fleet: Fleet;
let ids: string[];
let tokens: string[];
const counts = new Map<string, number>();

beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  const ada = { ...(await addPerson(world, "Ada")), runsBerth: true };
  const eve = await addPerson(world, "Eve");
  await give(world, ada.accountId, usd(500));
  await list(world, [listed("1"), listed("2")]);
  fleet = new Fleet(world);
  ids = [];
  for (const row of await world.database.sql`select id from offers order by id`) {
    const { session } = await startSession(world.ctx(ada), { offerId: String(row["id"]), hours: 4 });
    ids.push(session.id);
  }
  for (const id of ids) await fleet.until("running", id);
  tokens = fleet.cloud.there.map(({ order }) => order.env?.["BERTH_AGENT_TOKEN"] ?? "");
  for (const { instance } of fleet.cloud.there) fleet.silent.add(instance.externalId);
  api = await startTestApi(world, buildSchema(), [ada, eve]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

async function beat(token: string, utilisation = 50): Promise<void> {
  const count = (counts.get(token) ?? 1_000) + 1;
  counts.set(token, count);
  const gpu = { name: "H100", utilisation, memoryUsedMb: 1, memoryTotalMb: 2, temperatureCelsius: 50 };
  const gpus = [{ ...gpu, powerWatts: 300, xid: null, eccErrors: 0 }];
  await hearAgent(world.ctx(), token, {
    count,
    agentVersion: "test",
    vitals: { gpus, diskUsedGb: 1, diskTotalGb: 50, uptimeSeconds: 60, idleSeconds: 0 },
  });
}

interface Beats {
  heartbeats: {
    __typename: string;
    cursor: string;
    reason?: string;
    heartbeats?: { sessionId: string; number: number; at: string }[];
    agents?: { sessionId: string; number: number; silence: string; silentEndsAt: string | null }[];
  };
}
const BEATS = `subscription Beats($sessionId: ID, $after: Cursor) {
  heartbeats(sessionId: $sessionId, after: $after) {
    __typename
    ... on HeartbeatsSnapshot { cursor agents { sessionId number silence silentEndsAt } }
    ... on HeartbeatsDelta {
      cursor heartbeats { sessionId number at } agents { sessionId number silence silentEndsAt }
    }
    ... on Resync { cursor reason }
  }
}`;

test("E1: a reader of heartbeats that is cut again and again hears each once, and none is an event", async () => {
  const [events] = await world.database.sql`select count(*)::int as events from events`;
  const first = new Frames<Beats>(api.client("Ada"), BEATS);
  let { cursor } = (await first.next()).heartbeats;
  const heard: string[] = [];
  const writing = Promise.all(
    tokens.map(async (token) => {
      for (let number = 0; number < 40; number++) await beat(token);
    }),
  );
  while (heard.length < 80) {
    const client = api.client("Ada");
    const frame = (await new Frames<Beats>(client, BEATS, { after: cursor }).next()).heartbeats;
    expect(frame.__typename).toBe("HeartbeatsDelta");
    cursor = frame.cursor;
    for (const { sessionId, number } of frame.heartbeats ?? []) heard.push(`${sessionId} ${number}`);
    client.terminate();
  }
  await writing;
  for (const id of ids) {
    const numbers = heard.filter((one) => one.startsWith(id)).map((one) => Number(one.split(" ")[1]));
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, at) => 1_001 + at));
  }
  const told = first.all.flatMap(({ heartbeats }) => heartbeats.heartbeats ?? []);
  expect(new Set(told.map(({ sessionId, number }) => `${sessionId} ${number}`)).size).toBe(told.length);
  const [now] = await world.database.sql`select count(*)::int as events from events`;
  expect(now).toEqual(events);
  first.stop();
});

test("one session's heartbeats are told without the others', and nobody else's account hears them", async () => {
  const [one = "", other = ""] = ids;
  const own = new Frames<Beats>(api.client("Ada"), BEATS, { sessionId: one });
  const foreign = new Frames<Beats>(api.client("Eve"), BEATS, { sessionId: one });
  expect((await foreign.next()).heartbeats.agents).toEqual([]);
  await own.next();
  const tokenOf = (id: string) =>
    fleet.cloud.there.find(({ order }) => order.mark.session === id)?.order.env?.["BERTH_AGENT_TOKEN"] ?? "";
  await beat(tokenOf(other));
  await beat(tokenOf(one));
  const { heartbeats, agents } = (await own.next()).heartbeats;
  expect(heartbeats).toMatchObject([{ sessionId: one, at: world.clock.now().toISOString() }]);
  expect(agents).toMatchObject([{ sessionId: one, silence: "HEARD" }]);
  expect(foreign.all).toHaveLength(1);
});

test("an agent that falls silent is told to be, with when its session ends, and that it is heard again", async () => {
  const frames = new Frames<Beats>(api.client("Ada"), BEATS);
  const standing = (await frames.next()).heartbeats.agents ?? [];
  expect(standing.map(({ silence }) => silence)).toEqual(["HEARD", "HEARD"]);
  await fleet.pass(4 * MINUTE);
  const silent = new Set<string>();
  while (silent.size < 2) {
    for (const { sessionId, silence } of (await frames.next()).heartbeats.agents ?? [])
      if (silence === "SILENT") silent.add(sessionId);
  }
  for (const token of tokens) await beat(token);
  const last = (await frames.next()).heartbeats;
  expect(last.agents?.[0]).toMatchObject({
    silence: "HEARD",
    silentEndsAt: new Date(world.clock.now().getTime() + 15 * MINUTE).toISOString(),
  });
});

test("a cursor that leads nowhere, or too far back, gets a RESYNC, and goes on from there", async () => {
  const now = BigInt(world.clock.now().getTime());
  for (const place of [
    { xid: 2n ** 40n, id: 1n },
    { xid: 1n, id: now - BigInt(90 * MINUTE) },
  ]) {
    const frames = new Frames<Beats>(api.client("Ada"), BEATS, { after: encodeCursor(place) });
    expect((await frames.next()).heartbeats.__typename).toBe("Resync");
    await beat(tokens[0] ?? "");
    expect((await frames.next()).heartbeats.heartbeats).toHaveLength(1);
  }
});

interface Vitals {
  sessionVitals: {
    cursor: string;
    machines?: { sessionId: string }[];
    changed?: { sessionId: string; vitals: { gpus: { utilisation: number }[] } }[];
  };
}
const VITALS = `subscription Vitals($after: Cursor) {
  sessionVitals(after: $after) {
    ... on SessionVitalsSnapshot { cursor machines { sessionId } }
    ... on SessionVitalsDelta { cursor changed { sessionId vitals { gpus { utilisation } } } }
    ... on Resync { cursor }
  }
}`;

test("the vitals of a machine are told when its agent is heard, and what was missed once, as it stands", async () => {
  const client = api.client("Ada");
  const frames = new Frames<Vitals>(client, VITALS);
  expect((await frames.next()).sessionVitals.machines).toHaveLength(2);
  await beat(tokens[0] ?? "", 71);
  const { cursor, changed } = (await frames.next()).sessionVitals;
  expect(changed).toMatchObject([{ vitals: { gpus: [{ utilisation: 71 }] } }]);
  client.terminate();
  for (const utilisation of [10, 20, 30]) await beat(tokens[0] ?? "", utilisation);
  const again = new Frames<Vitals>(api.client("Ada"), VITALS, { after: cursor });
  expect((await again.next()).sessionVitals.changed).toMatchObject([
    { vitals: { gpus: [{ utilisation: 30 }] } },
  ]);
});

interface Audit {
  fleetAuditChanged: { cursor: string; providers?: object[]; changed?: { problem: string | null }[] };
}
const AUDIT = `subscription Audit($after: Cursor) {
  fleetAuditChanged(after: $after) {
    ... on FleetAuditSnapshot { cursor providers { providerId } }
    ... on FleetAuditDelta { cursor changed { problem } }
    ... on Resync { cursor }
  }
}`;

test("the audit is told as it stands, then each look, and after a lost connection what was missed", async () => {
  const client = api.client("Ada");
  const frames = new Frames<Audit>(client, AUDIT);
  expect((await frames.next()).fleetAuditChanged.providers).toHaveLength(1);
  const look = async () => {
    await world.clock.advance(5_000);
    await observeProvider(fleet.work, fleet.cloud, new AbortController().signal);
  };
  await look();
  const { cursor, changed } = (await frames.next()).fleetAuditChanged;
  expect(changed).toMatchObject([{ problem: null }]);
  client.terminate();
  fleet.cloud.moods.list = "fails";
  await expect(look()).rejects.toThrow(ProviderFailure);
  const again = new Frames<Audit>(api.client("Ada"), AUDIT, { after: cursor });
  expect((await again.next()).fleetAuditChanged.changed?.[0]?.problem).toContain("502");
});
