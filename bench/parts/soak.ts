import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { startSubscribers } from "../load.ts";
import { changeAccounts, movePrice, presentCursor } from "../market.ts";
import type { Measured } from "../measured.ts";
import { ACTIVITY, MARKET, type Subscribers } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// A server at work for long: requests, subscribers, and things that happen, while connections of every kind are cut
// at random. What its memory comes to over time, and what is left behind of it all once nobody is there any more.

const SUBSCRIBERS = 500;
const REQUESTS_PER_SECOND = 50;
/** How many subscribers vanish a second; as many others come in their place. */
const CUT_PER_SECOND = 5;
const MIB = 1024 * 1024;
/** A connection that is kept for the next request is let go after a minute and five seconds. */
const SETTLES_AFTER_MS = 75_000;
/** Everything is held once, and what is only made once is made. */
const WARMING_UP_SHARE = 1 / 2;
const WARMING_UP_MINUTES = 10;

type Sample = { minute: number; rssMib: number };

export async function benchSoak(
  { database, tenants, folder, say }: Ground,
  minutes: number,
): Promise<{ sections: Section[]; aims: Aim[] }> {
  const { sql } = database;
  const server = await startBerth(database.url, folder, { ROLES: "api,worker" });
  const subscribers = startSubscribers();
  try {
    const world: World = { server, subscribers, sql, keys: tenants.keys, accountIds: tenants.accountIds };
    // Once through everything, so that what is made on first use is not taken for what was left.
    await work(world, 15, () => {});
    const before = await settle(world);

    const samples: Sample[] = [];
    const counted = await work(world, minutes * 60, (minute, rssMib) => {
      samples.push({ minute, rssMib });
      say(`Soak: minute ${Math.floor(minute)} of ${minutes}, ${Math.round(rssMib)} MiB`);
    });
    const after = await settle(world);

    const from = Math.min(WARMING_UP_MINUTES, minutes * WARMING_UP_SHARE);
    const left = [...new Set([...Object.keys(before), ...Object.keys(after)])].map((kind) => ({
      kind,
      before: before[kind] ?? 0,
      after: after[kind] ?? 0,
    }));
    return {
      sections: [
        {
          title: `${minutes} minutes`,
          columns: ["", "how many"],
          lines: Object.entries(counted).map(([what, count]) => [what, count.toLocaleString("en")]),
        },
        {
          title: "Memory",
          columns: ["", "MiB"],
          lines: everyTenth(samples).map(({ minute, rssMib }) => [`minute ${round(minute)}`, round(rssMib)]),
        },
        {
          title: "Alive with nobody there",
          columns: ["", "before", "after"],
          lines: left.map(({ kind, before, after }) => [kind, String(before), String(after)]),
        },
      ],
      aims: [
        {
          what: "memory gained an hour, after the first while",
          measured: slopePerHour(samples.filter(({ minute }) => minute >= from)),
          aim: 5,
          unit: "MiB",
          isMost: true,
        },
        {
          what: "kinds of things of which some were left behind",
          measured: left.filter(({ before, after }) => after > before).length,
          aim: 0,
          unit: "",
          isMost: true,
        },
        {
          what: "requests answered in a way nobody may be",
          measured: counted.strange,
          aim: 0,
          unit: "",
          isMost: true,
        },
      ],
    };
  } finally {
    subscribers.stop();
    await server.stop();
  }
}

type World = {
  server: Measured;
  subscribers: Subscribers;
  sql: postgres.Sql;
  keys: string[];
  accountIds: string[];
};

type Counted = Record<
  "requests" | "refused" | "hungUp" | "strange" | "subscribersCut" | "connectionsCut",
  number
>;

async function work(
  world: World,
  seconds: number,
  sample: (minute: number, rssMib: number) => void,
): Promise<Counted> {
  const { server, subscribers, sql, keys, accountIds } = world;
  const counted: Counted = {
    requests: 0,
    refused: 0,
    hungUp: 0,
    strange: 0,
    subscribersCut: 0,
    connectionsCut: 0,
  };
  const open = async (count: number) =>
    subscribers.do({
      do: "open",
      port: server.port,
      keys: pick(keys, count),
      query: MARKET,
      queries: [MARKET, ACTIVITY],
      cursors: [await presentCursor(sql)],
      count,
      atOnce: 50,
      frames: 0,
    });
  await open(SUBSCRIBERS);

  const asking: Promise<void>[] = [];
  const started = performance.now();
  let second = 0;
  while (performance.now() - started < seconds * 1_000) {
    for (let at = 0; at < REQUESTS_PER_SECOND; at++) {
      asking.push(request(server, pick(keys, 1)[0] ?? "", counted));
      await sleep(
        Math.max(0, started + second * 1_000 + ((at + 1) * 1_000) / REQUESTS_PER_SECOND - performance.now()),
      );
    }
    second += 1;
    await Promise.all(asking.splice(0));
    await movePrice(sql);
    await changeAccounts(sql, pick(accountIds, 20));
    const { open: present } = await subscribers.do({ do: "cut", count: CUT_PER_SECOND });
    counted.subscribersCut += CUT_PER_SECOND;
    await open(SUBSCRIBERS - present);
    if (second % 5 === 0) counted.connectionsCut += await cutConnection(sql);
    if (second % 15 === 0) sample(second / 60, (await server.rssBytes()) / MIB);
  }
  return counted;
}

const questions = [
  "{ offers(first: 20) { totalCount nodes { id region pricePerGpuHour provider { name } } } }",
  "{ account { id name } activity(first: 10) { nodes { id at summary } } }",
  "{ sessions(first: 10) { nodes { id state } } budgets { id } }",
  '{ offers(first: 3, filter: { gpuModels: ["RTX 4090"] }) { nodes { id kind } } }',
  "{ nothing }",
  "{ a: offers(",
];
const mayTryAgain = ["UNAVAILABLE", "TIMEOUT", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"];

/** One in fifty hangs up before it is answered. */
async function request({ port }: Measured, key: string, counted: Counted): Promise<void> {
  const hangsUp = Math.random() < 0.02;
  counted.requests += 1;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: pick(questions, 1)[0] }),
      ...(hangsUp && { signal: AbortSignal.timeout(Math.random() * 5) }),
    });
    const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    if (errors.length > 0) counted.refused += 1;
    if (errors.some(({ extensions }) => !mayTryAgain.includes(extensions.code))) counted.strange += 1;
  } catch {
    if (hangsUp) counted.hungUp += 1;
    else counted.strange += 1;
  }
}

/** Ends a connection of the server to its database, whatever it is in the middle of. */
async function cutConnection(sql: postgres.Sql): Promise<number> {
  const cut = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'berth%' order by random() limit 1`;
  return cut.length;
}

/** Everybody leaves; what is alive once nothing moves any more. */
async function settle({ server, subscribers, sql }: World): Promise<Record<string, number>> {
  await subscribers.do({ do: "close" });
  await sleep(SETTLES_AFTER_MS);
  const alive = await server.alive();
  for (const [name, value] of await gauges(server)) alive[name] = value;
  const [row] = await sql<{ connections: number; leases: number; jobs: number }[]>`
    select
      (select count(*)::int from pg_stat_activity
        where datname = current_database() and application_name like 'berth%') as connections,
      (select count(*)::int from loops where leased_until < now() - interval '1 minute') as leases,
      (select count(*)::int from graphile_worker._private_jobs where locked_at < now() - interval '1 minute') as jobs`;
  // How many connections to the database there are is the pool's own affair, within its bounds.
  alive["TCPSocketWrap"] = Math.max(0, (alive["TCPSocketWrap"] ?? 0) - (row?.connections ?? 0));
  return { ...alive, "leases of nobody": row?.leases ?? 0, "jobs of nobody": row?.jobs ?? 0 };
}

async function gauges({ port }: Measured): Promise<Map<string, number>> {
  const text = await (
    await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: "close" } })
  ).text();
  const told = /^(berth_sockets|berth_subscriptions|berth_subscription_groups|berth_event_streams) (\d+)$/gm;
  return new Map([...text.matchAll(told)].map(([, name = "", value]) => [name, Number(value)]));
}

function pick<T>(from: readonly T[], count: number): T[] {
  return Array.from({ length: count }, () => from[Math.floor(Math.random() * from.length)] as T);
}

/** Of a straight line laid through them as it fits best. */
function slopePerHour(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [minute, rss] = [mean((one) => one.minute), mean((one) => one.rssMib)];
  const together = mean((one) => (one.minute - minute) * (one.rssMib - rss));
  return (together / mean((one) => (one.minute - minute) ** 2)) * 60;
}

function everyTenth(samples: readonly Sample[]): Sample[] {
  const step = Math.max(1, Math.floor(samples.length / 10));
  return samples.filter((_, at) => at % step === step - 1);
}
