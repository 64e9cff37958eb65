import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { startBerth } from "../berth.ts";
import { type Clouds, openClouds, providers, rent, type Rented } from "../fleet.ts";
import type { Ground } from "../ground.ts";
import type { Measured } from "../measured.ts";
import { percentile } from "../numbers.ts";
import { now } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// A thousand sessions of ten accounts that run: their agents are heard every thirty seconds, their machines looked at every
// five, each account is told its costs every second and its heartbeats as they come, and once in the minute that is measured
// what they cost is written to the ledger. Then five thousand machines at three providers, and how long it takes until all
// that each of them lists is compared with what is believed. Providers are asked as fast as they answer; the pauses that the
// real ones demand between pages are not in the figures.

const ACCOUNTS = 10;
const RUNNING = 1_000;
const BEAT_EVERY_MS = 30_000;
const MINUTE = 60_000;
const SWEPT = { vast: 3_000, tensordock: 1_000, bluelobster: 1_000 };

export async function benchSessions(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const { database, tenants, say } = ground;
  const { sql } = database;
  const accountIds = tenants.accountIds.slice(-ACCOUNTS);
  const keys = tenants.keys.slice(-ACCOUNTS);
  const [{ id: deployment } = { id: "" }] = await sql<{ id: string }[]>`select id from deployment`;
  await sql`update offers set state = 'withdrawn'`;

  say("Sessions: renting a thousand machines");
  const running = await rent(database, accountIds, { vast: RUNNING, tensordock: 0, bluelobster: 0 }, 0);
  const life = await withClouds(running, deployment, (clouds) => live(ground, clouds, running, keys));

  say("Sessions: renting four thousand more");
  const more = { ...SWEPT, vast: SWEPT.vast - RUNNING };
  const all = [...running, ...(await rent(database, accountIds, more, RUNNING))];
  const sweeps = await withClouds(all, deployment, (clouds) => sweep(ground, clouds));
  await sql`update sessions set state = 'stopped', reason = 'done', ended_at = now(), agent_token_hash = null
    where id = any(${all.map(({ sessionId }) => sessionId)}::text[])`;
  await sql`update machines set state = 'over', over_at = now() where state <> 'over'`;
  return {
    sections: [
      {
        title: `${RUNNING.toLocaleString("en")} sessions that run, for a minute`,
        columns: ["", ""],
        lines: [
          ["of a core", `${round(life.coreShare)} %`],
          ["heartbeats", round(life.heard)],
          ["ticks told", round(life.ticks)],
          ["from a heartbeat to its subscriber, p50", `${round(percentile(life.latencies, 50))} ms`],
          ["from a heartbeat to its subscriber, p99", `${round(percentile(life.latencies, 99))} ms`],
          ["events written for them", String(life.events)],
        ],
      },
      {
        title: `${all.length.toLocaleString("en")} machines of three providers, compared`,
        columns: ["", "s", "core s"],
        lines: sweeps.map(({ what, seconds, coreSeconds }) => [what, round(seconds), round(coreSeconds)]),
      },
    ],
    aims: [
      {
        what: `${RUNNING.toLocaleString("en")} sessions with heartbeats and ticks: of a core`,
        measured: life.coreShare,
        aim: 25,
        unit: "%",
        isMost: true,
      },
      {
        what: "from a heartbeat to its subscriber, p99",
        measured: percentile(life.latencies, 99),
        aim: 100,
        unit: "ms",
        isMost: true,
      },
      { what: "events of heartbeats", measured: life.events, aim: 0, unit: "rows", isMost: true },
      ...sweeps.map(({ what, seconds }) => ({
        what: `${all.length.toLocaleString("en")} machines, ${what}`,
        measured: seconds,
        aim: 10,
        unit: "s",
        isMost: true,
      })),
    ],
  };
}

async function withClouds<T>(
  rented: readonly Rented[],
  deployment: string,
  work: (clouds: Clouds) => Promise<T>,
): Promise<T> {
  const clouds = await openClouds(rented, deployment, now);
  try {
    return await work(clouds);
  } finally {
    clouds.close();
  }
}

const startWith = ({ database, folder }: Ground, { url }: Clouds, others: boolean): Promise<Measured> =>
  startBerth(database.url, folder, {
    ROLES: "api,worker",
    PROVIDER_PACES: "none",
    VAST_URL: url,
    TENSORDOCK_URL: url,
    BLUELOBSTER_URL: url,
    VAST_API_KEY: "bench",
    ...(others && { TENSORDOCK_API_KEY: "bench", BLUELOBSTER_API_KEY: "bench" }),
  });

interface Life {
  coreShare: number;
  heard: number;
  ticks: number;
  latencies: number[];
  events: number;
}

async function live(
  ground: Ground,
  clouds: Clouds,
  running: readonly Rented[],
  keys: readonly string[],
): Promise<Life> {
  const { sql } = ground.database;
  const server = await startWith(ground, clouds, false);
  const latencies: number[] = [];
  const sentAt = new Map<string, number>();
  const leave: (() => void)[] = [];
  let ticks = 0;
  try {
    for (const key of keys) {
      const client = createClient({
        url: `ws://127.0.0.1:${server.port}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${key}` },
      });
      const follow = <T>(query: string, hear: (data: T) => void) =>
        client.subscribe<T>(
          { query },
          { next: ({ data }) => data && hear(data), error: () => {}, complete: () => {} },
        );
      leave.push(
        follow(
          "subscription { costTicks { at cost sessions { sessionId cost ratePerHour } } }",
          () => (ticks += 1),
        ),
        follow<Heard>(HEARTBEATS, ({ heartbeats }) => {
          const at = now();
          for (const { sessionId, number } of heartbeats.heartbeats ?? []) {
            const sent = sentAt.get(`${sessionId} ${number}`);
            if (sent !== undefined) latencies.push(at - sent);
          }
        }),
        () => void client.dispose(),
      );
    }
    const until = new AbortController();
    const beating = beatAll(server, running, sentAt, until.signal);
    ground.say("Sessions: until they have settled down");
    await sleep(20_000);
    latencies.length = 0;
    ticks = 0;
    const eventsBefore = await countEvents(sql);
    const before = await server.cpuMs();
    ground.say("Sessions: a minute");
    await sleep(MINUTE);
    const cpuMs = (await server.cpuMs()) - before;
    const told = { heard: latencies.length, ticks, events: (await countEvents(sql)) - eventsBefore };
    until.abort();
    await beating;
    if (told.heard < (MINUTE / BEAT_EVERY_MS) * running.length * 0.95)
      throw new PlainFailure(`Only ${told.heard} heartbeats reached those who listen.`);
    return { coreShare: cpuMs / (MINUTE / 100), latencies: [...latencies], ...told };
  } finally {
    for (const stop of leave) stop();
    await server.stop();
  }
}

interface Heard {
  heartbeats: { heartbeats?: { sessionId: string; number: number }[] };
}
const HEARTBEATS =
  "subscription { heartbeats { __typename ... on HeartbeatsDelta { cursor heartbeats { sessionId number at } agents { sessionId silence } } } }";

/** Those of heartbeats; what is charged, once a minute, is an event of the ledger's. */
async function countEvents(sql: Ground["database"]["sql"]): Promise<number> {
  const [row] = await sql<{ events: number }[]>`
    select count(*)::int as events from events where topic like 'session.%' and topic <> 'session.charged'`;
  return row?.events ?? 0;
}

const gpu = {
  name: "NVIDIA H100 80GB HBM3",
  utilisation: 97,
  memoryUsedMb: 71_424,
  memoryTotalMb: 81_559,
  temperatureCelsius: 61,
  powerWatts: 633.42,
  xid: null,
  eccErrors: 0,
};
const vitals = { gpus: [gpu], diskUsedGb: 20, diskTotalGb: 50, uptimeSeconds: 3_600, idleSeconds: 0 };

/** Each agent every thirty seconds, all of them spread over it. */
async function beatAll(
  { port }: Measured,
  running: readonly Rented[],
  sentAt: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const begun = now();
  const under = new Set<Promise<void>>();
  for (let n = 0; !signal.aborted; n++) {
    const due = begun + (n * BEAT_EVERY_MS) / running.length;
    if (due > now()) await sleep(due - now());
    const one = running[n % running.length];
    if (!one) return;
    const count = 1 + Math.floor(n / running.length);
    const beating = beat(port, one, count, sentAt).finally(() => under.delete(beating));
    under.add(beating);
  }
  await Promise.all(under);
}

async function beat(
  port: number,
  { sessionId, agentToken }: Rented,
  count: number,
  sentAt: Map<string, number>,
): Promise<void> {
  sentAt.set(`${sessionId} ${count}`, now());
  const response = await fetch(`http://127.0.0.1:${port}/agent/heartbeat`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${agentToken}` },
    body: JSON.stringify({ count, agentVersion: "1", done: false, preemption: false, vitals }),
  });
  if (!response.ok) throw new PlainFailure(`A heartbeat was answered with ${response.status}.`);
  await response.text();
}

interface Sweep {
  what: string;
  seconds: number;
  coreSeconds: number;
}

/** What a process does that has just started, and knows of no machine how it is; and then the next look. */
async function sweep(ground: Ground, clouds: Clouds): Promise<Sweep[]> {
  const { sql } = ground.database;
  await sql`update sweeps set place = 0`;
  ground.say("Sessions: the first look at five thousand");
  const server = await startWith(ground, clouds, true);
  try {
    const first = await untilSwept(sql, clouds, 0);
    const firstCpu = await server.cpuMs();
    const [row] = await sql<{ place: string }[]>`select max(place) as place from sweeps`;
    clouds.askedAt.clear();
    ground.say("Sessions: the next look at five thousand");
    const next = await untilSwept(sql, clouds, Number(row?.place ?? 0));
    const nextCpu = await server.cpuMs();
    return [
      { what: "each seen anew", seconds: first / 1_000, coreSeconds: firstCpu / 1_000 },
      { what: "each as it was", seconds: next / 1_000, coreSeconds: (nextCpu - firstCpu) / 1_000 },
    ];
  } finally {
    await server.stop();
  }
}

/** From when the first of them was asked until all of them are compared. */
async function untilSwept(sql: Ground["database"]["sql"], clouds: Clouds, after: number): Promise<number> {
  const giveUpAt = now() + 180_000;
  for (;;) {
    const [row] = await sql<{ swept: number }[]>`
      select count(*)::int as swept from sweeps where place > ${after} and provider_id = any(${[...providers]}::text[])`;
    if (row?.swept === providers.length) return now() - Math.min(...clouds.askedAt.values());
    if (now() > giveUpAt)
      throw new PlainFailure("Five thousand machines were not compared within three minutes.");
    await sleep(20);
  }
}
