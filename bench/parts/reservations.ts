import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { makeBell } from "../../server/src/platform/bell.ts";
import { systemClock } from "../../server/src/platform/clock.ts";
import { type Ctx, inTransaction, makeContext, type Platform } from "../../server/src/platform/context.ts";
import { openDatabase } from "../../server/src/platform/db/database.ts";
import { APP_ROLE } from "../../server/src/platform/db/roles.ts";
import { makeLog } from "../../server/src/platform/log.ts";
import { systemRandom } from "../../server/src/platform/random.ts";
import { makeSeal } from "../../server/src/platform/seal.ts";
import { type Key, SYSTEM } from "../../server/src/values/actor.ts";
import { usd } from "../../server/src/values/money.ts";
import { askOver } from "../ask-graphql.ts";
import { startBerth } from "../berth.ts";
import { type Ground, ROUNDS } from "../ground.ts";
import type { Measured } from "../measured.ts";
import { median, percentile } from "../numbers.ts";
import { now } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// A calendar as full as it may become: five hundred pools and two years. What is free in a slot and in a month is
// read from a tenth of the reservations and from all of them, in turns; then many reach for one pool at once, beside the bare
// transaction: the rows that a booking writes, in SQL alone, with nothing read, checked or priced. And beside the least
// that could be called a booking: four writes, without the caller's key, a hold, or a double entry.

const POOLS = 500;
const FEW = 100_000;
const MANY = 1_000_000;
const READS = 2_000;
const MONTHS = 500;
const WARM_UP = 500;
/** How long the compiler works on what a server is asked every time. */
const SERVER_WARM_UP = 12_000;
const CLIENTS = 200;
const CONNECTIONS = 20;
const BOOKINGS = 750;
/** The p99 of two thousand answers is the twentieth of them, and is whatever the machine did twenty times: it takes more rounds to know its middle. */
const SLOT_ROUNDS = 9;

interface Verbs {
  readAvailability(ctx: Ctx, asked: object): Promise<unknown>;
  listBetween(ctx: Ctx, accountId: string, window: object): Promise<unknown>;
  createReservation(ctx: Ctx, input: object, key: string): Promise<unknown>;
  priceReservation(ctx: Ctx, wanted: object): Promise<{ total: bigint }>;
  grant(ctx: Ctx, given: object): Promise<unknown>;
}

// By their addresses, as the ledger's are: their types need the server's own compiler settings.
const at = (path: string) => new URL(`../../server/src/${path}`, import.meta.url).href;
async function readVerbs(): Promise<Verbs> {
  const files = [
    "reservations/availability.ts",
    "reservations/store/reservations.ts",
    "reservations/create.ts",
    "reservations/price.ts",
    "credits/index.ts",
  ];
  const modules = await Promise.all(files.map((file) => import(at(file)) as Promise<object>));
  return Object.assign({}, ...modules) as Verbs;
}

export async function benchReservations(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const { database, tenants, folder, say } = ground;
  const log = makeLog("silent");
  const berth = openDatabase({
    url: database.url,
    pool: CONNECTIONS,
    clock: systemClock,
    log,
    name: "berth-bench",
    role: APP_ROLE,
  });
  const bare = postgres(database.url, { max: CONNECTIONS, onnotice: () => {} });
  const bell = makeBell(berth.sql, systemClock, log);
  const seal = makeSeal(randomBytes(32).toString("hex"), systemRandom);
  const platform = { db: berth.db, clock: systemClock, random: systemRandom, log, bell, seal };
  const verbs = await readVerbs();
  const [accountId = ""] = tenants.accountIds;
  const actor: Key = {
    kind: "key",
    keyId: "key_bench",
    accountId,
    name: "bench",
    scopes: [],
    spendCeilingPerDay: null,
    consumers: null,
    expiresAt: null,
  };
  try {
    say(`Reservations: ${MANY.toLocaleString("en")} over ${POOLS} pools`);
    await makePools(bare);
    await seed(bare, tenants.accountIds, 0, FEW);
    await keepAside(bare);
    await seed(bare, tenants.accountIds, FEW, MANY);
    const reads = await readFewAndMany(verbs, platform, database.url, tenants.accountIds);
    await bare`drop schema few cascade`;
    say("Reservations: what is free, over GraphQL");
    const server = await startBerth(database.url, folder);
    const graphql = await overGraphql(bare, server, tenants.keys[0] ?? "");
    await server.stop();
    say(`Reservations: ${CLIENTS} clients book from one pool`);
    const rates = await race(verbs, makeContext(platform, actor), bare, accountId);
    return report(reads, graphql, rates);
  } finally {
    await bell.close();
    await berth.close();
    await bare.end();
  }
}

// ——— a full calendar ———

const CALENDAR = ["reservations", "reservation_parts", "pool_days"];

async function makePools(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into pools (id, name, gpu_model, region, gpus, price_per_gpu_hour, backing, providers, hosts,
      buy_cap_per_gpu_hour, lead_minutes, give_up_minutes, horizon_days, free_cancel_hours, cancel_share_bp,
      hand_back_share_bp, is_open, created_at, changed_at)
    select 'pol_bench' || n, 'Bench', 'H100', 'EU', 10000, 2000000, 'bought-at-start', '{}', '{}', 4000000, 15, 60, 365,
      24, 5000, 2000, true, now(), now() - interval '2 years' from generate_series(0, ${POOLS - 1}::int) n`;
}

/** By hand, because a trigger for each of a million would take longer than all that is measured. */
async function seed(sql: postgres.Sql, accountIds: string[], from: number, to: number): Promise<void> {
  await sql.unsafe("alter table reservation_parts disable trigger user");
  await sql`
    insert into reservations (id, account_id, created_by, created_at, pool_id, state, state_since, gpus, starts_at, ends_at,
      base_per_gpu_hour, on_demand_per_gpu_hour, rules, free_cancel_until, cancel_share_bp, hand_back_share_bp, days_ahead,
      total, kept, charged, refunded, credited, short_gpus, image, disk_gb, held_until)
    select 'res_bench' || n, (${accountIds}::text[])[1 + n % ${accountIds.length}::int], 'bench', now(), 'pol_bench' || n % ${POOLS}::int, 'lapsed',
      now(), 1 + n % 4, at, at + (1 + n % 5) * interval '1 hour', 2000000, 2000000, '[]', at, 5000, 2000, 1, 0, 0, 0, 0, 0, 0, 'bench', 50, now()
    from generate_series(${from}::int, ${to - 1}::int) n,
      lateral (select date_trunc('day', now()) - interval '1 year' + (n * 7919::bigint % 70080) * interval '15 minutes' as at) s`;
  await sql`
    insert into reservation_parts (reservation_id, pool_id, gpus, starts_at, ends_at)
    select id, pool_id, gpus, starts_at, ends_at from reservations where id like 'res_bench%'
      and substr(id, 10)::int between ${from} and ${to - 1}`;
  await sql.unsafe("alter table reservation_parts enable trigger user");
  await sql`
    insert into pool_days (pool_id, day, free)
    with taken as (
      select pool_id, at, sum(gpus) as gpus from reservation_parts,
        generate_series(starts_at, ends_at - interval '15 minutes', interval '15 minutes') at group by pool_id, at
    ), quarters as (
      select pool_id, (at at time zone 'UTC')::date as day,
        1 + (extract(epoch from at at time zone 'UTC' - (at at time zone 'UTC')::date::timestamp) / 900)::int as place, gpus from taken
    ), days as (select distinct pool_id, day from quarters)
    select d.pool_id, d.day, array_agg((10000 - coalesce(q.gpus, 0))::smallint order by p)
    from days d cross join generate_series(1, 96) p left join quarters q on q.pool_id = d.pool_id and q.day = d.day and q.place = p
    group by d.pool_id, d.day
    on conflict (pool_id, day) do update set free = excluded.free`;
  await settle(sql, CALENDAR);
}

/** The calendar as it is, in a schema of its own beside the one that grows: the two are read in turns. */
async function keepAside(sql: postgres.Sql): Promise<void> {
  await sql`create schema few`;
  for (const table of CALENDAR) {
    await sql`create table ${sql(`few.${table}`)} (like ${sql(`public.${table}`)} including all)`;
    await sql`insert into ${sql(`few.${table}`)} select * from ${sql(`public.${table}`)}`;
  }
  await sql`grant usage on schema few to ${sql(APP_ROLE)}`;
  await sql`grant select on all tables in schema few to ${sql(APP_ROLE)}`;
  await settle(
    sql,
    CALENDAR.map((table) => `few.${table}`),
  );
}

/** A database that has just taken in a million rows tidies up after them for a while; what is measured is one at rest. */
async function settle(sql: postgres.Sql, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql`vacuum (analyze) ${sql(table)}`;
  await sql`checkpoint`;
}

// ——— reading ———

/** The same read of few and of many. */
interface Growth {
  few: number;
  many: number;
  ratio: number;
}

const HOUR = 3_600_000;
const pick = (below: number) => Math.floor(Math.random() * below);

async function readFewAndMany(
  verbs: Verbs,
  platform: Platform,
  url: string,
  accountIds: string[],
): Promise<{ slot: Growth; month: Growth; own: Growth }> {
  const sides = ["few", "public"].map((schema) => {
    const own = new URL(url);
    own.searchParams.set("search_path", `${schema},public`);
    const { clock, log } = platform;
    const berth = openDatabase({ url: own.href, pool: 1, clock, log, name: "berth-bench", role: APP_ROLE });
    const sql = postgres(own.href, { max: 1, onnotice: () => {} });
    const ctx = makeContext({ ...platform, db: berth.db }, SYSTEM);
    return {
      slot: slotOf(sql),
      month: monthOf(verbs, ctx),
      own: ownMonthOf(verbs, ctx, accountIds),
      close: () => Promise.all([berth.close(), sql.end()]),
    };
  });
  try {
    const rounds = { slot: [] as number[][], month: [] as number[][], own: [] as number[][] };
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [what, times] of [
        ["slot", READS],
        ["month", MONTHS],
        ["own", MONTHS],
      ] as const)
        rounds[what].push(
          await p99s(
            sides.map((side) => side[what]),
            times,
          ),
        );
    }
    return {
      slot: growthOver(rounds.slot),
      month: growthOver(rounds.month),
      own: growthOver(rounds.own),
    };
  } finally {
    await Promise.all(sides.map(({ close }) => close()));
  }
}

/** Its ratio is the middle one: whatever befalls a round befalls both of its sides. */
function growthOver(rounds: readonly number[][]): Growth {
  const middle = (of: (round: number[]) => number) => median(rounds.map(of));
  return {
    few: middle(([few = 0]) => few),
    many: middle(([, many = 0]) => many),
    ratio: middle(([few = 0, many = 0]) => many / few),
  };
}

function someMonth(): { from: Date; to: Date } {
  const day = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR;
  const from = new Date(day + (pick(600) - 300) * 24 * HOUR);
  return { from, to: new Date(from.getTime() + 31 * 24 * HOUR) };
}

const monthOf = (verbs: Verbs, ctx: Ctx) => async () =>
  verbs.readAvailability(ctx, { poolId: `pol_bench${pick(POOLS)}`, ...someMonth(), stepMinutes: 60 });

/** An account has ten times as many among the many: this grows with what it is told. */
const ownMonthOf = (verbs: Verbs, ctx: Ctx, accountIds: string[]) => async () => {
  const { from: startsAt, to: endsAt } = someMonth();
  await verbs.listBetween(ctx, accountIds[pick(accountIds.length)] ?? "", { startsAt, endsAt });
};

const slotOf = (sql: postgres.Sql) => async () => {
  const today = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR;
  const at = new Date(today + (pick(600) - 300) * 24 * HOUR).toISOString().slice(0, 10);
  await sql`select free[${1 + pick(96)}::int] from pool_days where pool_id = ${`pol_bench${pick(POOLS)}`} and day = ${at}`;
};

async function p99s(reads: readonly (() => Promise<unknown>)[], times: number): Promise<number[]> {
  return (await inTurn(reads, times)).map((taken) => percentile(taken, 99));
}

/** How long each of them takes, one after the other, so that whatever else goes on befalls all of them. */
async function inTurn(reads: readonly (() => Promise<unknown>)[], times: number): Promise<number[][]> {
  const taken: number[][] = reads.map(() => []);
  for (let n = 0; n < times + WARM_UP; n++) {
    for (const [at, read] of reads.entries()) {
      const began = now();
      await read();
      // The first are for the compiler and the database's memory.
      if (n >= WARM_UP) taken[at]?.push(now() - began);
    }
  }
  return taken;
}

async function overGraphql(
  sql: postgres.Sql,
  server: Measured,
  key: string,
): Promise<{ ms: number; databaseMs: number; ratio: number }> {
  const asking = await askOver(server.port, key);
  const query =
    "query Free($poolId: ID, $from: DateTime!, $to: DateTime!) { availability(poolId: $poolId, from: $from, to: $to, stepMinutes: 15) { pools { free } } }";
  const day = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR;
  const ask = async () => {
    const from = new Date(day + (pick(600) - 300) * 24 * HOUR + pick(96) * 15 * 60_000);
    const variables = { poolId: `pol_bench${pick(POOLS)}`, from, to: new Date(from.getTime() + HOUR / 4) };
    const text = await asking.ask({ query, variables });
    if (!text.includes('"free":[')) throw new PlainFailure(`Berth answered ${text.slice(0, 300)}`);
  };
  try {
    for (let n = 0; n < SERVER_WARM_UP; n++) await ask();
    const rounds: number[][] = [];
    for (let round = 1; round <= SLOT_ROUNDS; round++) rounds.push(await p99s([slotOf(sql), ask], READS));
    const { few: databaseMs, many: ms, ratio } = growthOver(rounds);
    return { ms, databaseMs, ratio };
  } finally {
    asking.end();
  }
}

// ——— booking ———

const BOOKED = [
  ...CALENDAR,
  "idempotency_keys",
  "events",
  "credit_balances",
  "credit_lots",
  "credit_transactions",
  "credit_entries",
  "credit_holds",
  "credit_hold_parts",
];

async function race(verbs: Verbs, ctx: Ctx, sql: postgres.Sql, accountId: string) {
  await sql`update accounts set plan = 'team' where id = ${accountId}`;
  const reference = `bench ${randomBytes(6).toString("hex")}`;
  await inTransaction(ctx, (ctx) =>
    verbs.grant(ctx, { accountId, origin: "grant", amount: usd(10_000_000), reason: "bench", reference }),
  );
  const startsAt = new Date(Math.ceil(Date.now() / HOUR) * HOUR + 48 * HOUR);
  const wanted = { poolId: "pol_bench0", gpus: 1, startsAt, endsAt: new Date(startsAt.getTime() + 2 * HOUR) };
  const { total } = await verbs.priceReservation(ctx, wanted);
  let key = 0;
  const ours = () =>
    verbs.createReservation(ctx, { wanted, expectedTotal: total }, `a key of the bench ${++key}`);
  const [lot] =
    await sql`select id from credit_lots where account_id = ${accountId} order by available desc limit 1`;
  const bare = (writesAll: boolean) => () =>
    bookBare(sql, {
      accountId,
      lotId: String(lot?.["id"]),
      wanted,
      total,
      id: `res_bare${++key}`,
      writesAll,
    });
  const rates = { ours: [] as number[], bare: [] as number[], least: [] as number[] };
  for (let number = 0; number <= 3; number++) {
    const [mine, all, least] = [await rateOf(ours), await rateOf(bare(true)), await rateOf(bare(false))];
    if (number === 0) {
      // The first round is for the compiler. And Berth's connections, which come to an empty ledger, plan to walk through
      // all of it in the checks of each booking, until its tables are analysed: that is seen to when they grow, by itself, but
      // not within a minute.
      await settle(sql, BOOKED);
      continue;
    }
    rates.ours.push(mine);
    rates.bare.push(all);
    rates.least.push(least);
  }
  return { ours: median(rates.ours), bare: median(rates.bare), least: median(rates.least) };
}

async function rateOf(book: () => Promise<unknown>): Promise<number> {
  let left = BOOKINGS;
  const began = now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (left-- > 0) await book();
    }),
  );
  return BOOKINGS / ((now() - began) / 1_000);
}

interface Window {
  poolId: string;
  gpus: number;
  startsAt: Date;
  endsAt: Date;
}

interface Bare {
  accountId: string;
  lotId: string;
  wanted: Window;
  total: bigint;
  id: string;
  /** All rows that a booking writes; else the least of them. */
  writesAll: boolean;
}

async function bookBare(
  sql: postgres.Sql,
  { accountId, lotId, wanted, total, id, writesAll }: Bare,
): Promise<void> {
  const { poolId, gpus, startsAt, endsAt } = wanted;
  const amount = total.toString();
  await sql.begin(async (sql) => {
    if (writesAll)
      await sql`
        insert into idempotency_keys (account_id, key_hash, asked_hash, sealed_reply, asked_at)
        values (${accountId}, ${id}, 'bench', 'bench', now())`;
    await sql`
      insert into reservations (id, account_id, created_by, created_at, pool_id, state, state_since, gpus, starts_at, ends_at,
        base_per_gpu_hour, on_demand_per_gpu_hour, rules, free_cancel_until, cancel_share_bp, hand_back_share_bp, days_ahead,
        total, kept, charged, refunded, credited, short_gpus, image, disk_gb, held_until)
      values (${id}, ${accountId}, 'bench', now(), ${poolId}, 'lapsed', now(), ${gpus}, ${startsAt}, ${endsAt}, 2000000, 2000000,
        '[]', ${startsAt}, 5000, 2000, 2, ${amount}, 0, 0, 0, 0, 0, 'bench', 50, now())`;
    await sql`
      insert into events (xid, at, account_id, topic, subject, actor, actor_name, payload)
      select pg_current_xact_id(), now(), ${accountId}, 'reservation.changed', ${id}, 'bench', 'bench', '{}'
      from generate_series(1, ${writesAll ? 2 : 1}::int)`;
    await sql`
      insert into reservation_parts (reservation_id, pool_id, gpus, starts_at, ends_at)
      values (${id}, ${poolId}, ${gpus}, ${startsAt}, ${endsAt})`;
    await (writesAll
      ? sql`
        with books as (
          update credit_balances set available = available - ${amount}::bigint, held = held + ${amount}::bigint, seq = seq + 1
          where account_id = ${accountId} and available >= ${amount}::bigint returning *
        ), posted as (
          insert into credit_transactions (account_id, seq, id, at, kind, amount, hold_id, note, actor, actor_name,
            pending_after, available_after, held_after)
          select account_id, seq, ${id}, now(), 'hold', ${amount}::bigint, ${id}, 'bench', 'bench', 'bench', pending, available, held
          from books
        ), lines as (
          insert into credit_entries (account_id, seq, line, book, lot_id, amount)
          select account_id, seq, line, book, ${lotId}, sign * ${amount}::bigint
          from books, (values (1, 'available', -1), (2, 'held', 1)) as e(line, book, sign)
        ), moved as (
          update credit_lots set available = available - ${amount}::bigint, held = held + ${amount}::bigint where id = ${lotId}
        ), kept as (
          insert into credit_holds (id, account_id, purpose, state, amount, lapses_at, created_at)
          values (${id}, ${accountId}, ${id}, 'open', ${amount}::bigint, now() + interval '800 days', now())
        ), parts as (
          insert into credit_hold_parts (hold_id, lot_id, held) values (${id}, ${lotId}, ${amount}::bigint)
        )
        insert into events (xid, at, account_id, topic, subject, actor, actor_name, payload)
        select pg_current_xact_id(), now(), account_id, 'credits.held', ${id}, 'bench', 'bench', '{}' from books`
      : sql`
        update credit_balances set available = available - ${amount}::bigint, held = held + ${amount}::bigint
        where account_id = ${accountId} and available >= ${amount}::bigint`);
  });
}

// ——— what came of it ———

function report(
  { slot, month, own }: { slot: Growth; month: Growth; own: Growth },
  graphql: { ms: number; databaseMs: number; ratio: number },
  rates: { ours: number; bare: number; least: number },
): { sections: Section[]; aims: Aim[] } {
  const ms = (value: number) => value.toFixed(2);
  const section: Section = {
    title: `Reservations: ${MANY.toLocaleString("en")} over ${POOLS} pools and two years`,
    columns: [
      "",
      `of ${FEW.toLocaleString("en")}, p99 ms`,
      `of ${MANY.toLocaleString("en")}, p99 ms`,
      "ratio",
    ],
    lines: [
      ["what is free in a slot, in the database", ms(slot.few), ms(slot.many), round(slot.ratio)],
      ["a month of a pool", ms(month.few), ms(month.many), round(month.ratio)],
      ["an account’s own bookings in it, ten times as many", ms(own.few), ms(own.many), round(own.ratio)],
      ["the same beside it over GraphQL", ms(graphql.databaseMs), ms(graphql.ms), round(graphql.ratio)],
      [
        `${CLIENTS} clients book from one pool, a second: bare, then Berth`,
        round(rates.bare),
        round(rates.ours),
        round(rates.ours / rates.bare),
      ],
      [
        "the least that could be called a booking, then Berth",
        round(rates.least),
        round(rates.ours),
        round(rates.ours / rates.least),
      ],
    ],
  };
  const most = (what: string, measured: number, aim: number, unit: string): Aim => ({
    what,
    measured,
    aim,
    unit,
    isMost: true,
  });
  return {
    sections: [section],
    aims: [
      most("what is free in a slot, in the database: p99", slot.many, 5, " ms"),
      most("what is free in a slot, over GraphQL: p99 against the database’s", graphql.ratio, 4, "×"),
      most("a month of a pool, and of an account: p99", month.many + own.many, 50, " ms"),
      most("a slot, of a million against a hundred thousand", slot.ratio, 1.3, "×"),
      most("a month, of a million against a hundred thousand", month.ratio, 1.3, "×"),
      {
        what: `${CLIENTS} clients book from one pool: rate against the bare transaction’s`,
        measured: rates.ours / rates.bare,
        aim: 0.5,
        unit: "×",
        isMost: false,
      },
    ],
  };
}
