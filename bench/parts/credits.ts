import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { findBreaches } from "../../server/src/credits/store/invariants.ts";
import { makeBell } from "../../server/src/platform/bell.ts";
import { systemClock } from "../../server/src/platform/clock.ts";
import { type Ctx, inTransaction, makeContext } from "../../server/src/platform/context.ts";
import { openDatabase } from "../../server/src/platform/db/database.ts";
import { APP_ROLE } from "../../server/src/platform/db/roles.ts";
import { makeLog } from "../../server/src/platform/log.ts";
import { makeSeal } from "../../server/src/platform/seal.ts";
import { SYSTEM } from "../../server/src/values/actor.ts";
import { usd } from "../../server/src/values/money.ts";
import { type Ground, ROUNDS } from "../ground.ts";
import { median } from "../numbers.ts";
import { now } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// Forty clients pay, each payment one transaction that holds a hundredth of a cent and captures it: of
// one account, for whose row all of them wait, and of forty. Beside it two transactions of bare SQL,
// by statements that the driver has prepared. One writes into the same tables, with their constraints
// and triggers, all that such a payment leaves there. The other is the least that could be called a
// ledger: a balance that may not go below zero, and two postings for each move; no lots, no hold that
// outlives the transaction, no statement, no event.

interface Verbs {
  grant(ctx: Ctx, given: object): Promise<{ id: string }>;
  hold(ctx: Ctx, asked: object): Promise<string>;
  capture(ctx: Ctx, asked: object): Promise<unknown>;
}

// By its address and not by its name: behind the door stand the server's routes, whose types need the
// server's own compiler settings.
const door = new URL("../../server/src/credits/index.ts", import.meta.url).href;

const CLIENTS = 40;
const ROUND_MS = 4_000;
const AIM = 0.5;

type Pay = (accountId: string) => Promise<void>;

export async function benchCredits({ database, tenants, say }: Ground): Promise<{
  sections: Section[];
  aims: Aim[];
}> {
  const log = makeLog("silent");
  const berth = openDatabase({
    url: database.url,
    pool: CLIENTS,
    clock: systemClock,
    log,
    name: "berth-bench",
    role: APP_ROLE,
  });
  const bare = postgres(database.url, { max: CLIENTS, onnotice: () => {} });
  const bell = makeBell(berth.sql, systemClock, log);
  const random = { bytes: (count: number) => randomBytes(count) };
  const seal = makeSeal(randomBytes(32).toString("hex"), random);
  const ctx = makeContext({ db: berth.db, clock: systemClock, random, log, bell, seal }, SYSTEM);
  const verbs = (await import(door)) as Verbs;
  const accounts = tenants.accountIds.slice(0, CLIENTS);
  const [first = ""] = accounts;
  try {
    const lots = await prepare(verbs, ctx, bare, accounts);
    const lines: string[][] = [];
    const ratios = new Map<string, number>();
    for (const [label, pick] of [
      ["forty clients, one account", () => first],
      ["forty clients, an account each", (client: number) => accounts[client] ?? ""],
    ] as const) {
      const rates = { berth: [] as number[], same: [] as number[], least: [] as number[] };
      for (let number = 1; number <= ROUNDS; number++) {
        say(`Credits: ${label}, round ${number} of ${ROUNDS}`);
        rates.berth.push(await rateOf(payBerth(verbs, ctx), pick));
        rates.same.push(await rateOf(paySame(bare, lots), pick));
        rates.least.push(await rateOf(payLeast(bare), pick));
      }
      const [ours, same, least] = [median(rates.berth), median(rates.same), median(rates.least)];
      ratios.set(label, ours / same);
      lines.push([label, round(ours), round(same), round(ours / same), round(least), round(ours / least)]);
    }
    for (const accountId of accounts) {
      const breaches = await findBreaches(ctx, accountId);
      if (breaches.length > 0)
        throw new PlainFailure(`The ledger does not hold: ${JSON.stringify(breaches)}`);
    }
    return {
      sections: [
        {
          title: "Payments a second: hold and capture in one transaction",
          columns: ["", "Berth", "the same writes", "ratio", "the least ledger", "ratio"],
          lines,
        },
      ],
      aims: [
        {
          what: "payments of one account, against a bare transaction of the same writes",
          measured: ratios.get("forty clients, one account") ?? Number.NaN,
          aim: AIM,
          unit: "of its rate",
        },
      ],
    };
  } finally {
    await bell.close();
    await berth.close();
    await bare.end({ timeout: 2 });
  }
}

/** Credit for everybody. Answers with the lot of each account. */
async function prepare(
  { grant }: Verbs,
  ctx: Ctx,
  bare: postgres.Sql,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const lots = new Map<string, string>();
  for (const accountId of accounts) {
    const given = { accountId, origin: "grant", amount: usd(900_000), reason: "bench" } as const;
    const { id } = await inTransaction(ctx, (ctx) => grant(ctx, { ...given, reference: "bench" }));
    lots.set(accountId, id);
  }
  await bare`create table bare_balances (account_id text primary key, available bigint not null check (available >= 0),
    held bigint not null check (held >= 0), spent bigint not null)`;
  await bare`create table bare_postings (id bigint generated always as identity primary key, account_id text not null,
    book text not null, amount bigint not null)`;
  await bare`insert into bare_balances select unnest(${[...accounts]}::text[]), ${usd(900_000).toString()}::bigint, 0, 0`;
  return lots;
}

let payments = 0;

function payBerth({ hold, capture }: Verbs, ctx: Ctx): Pay {
  return (accountId) =>
    inTransaction(ctx, async (ctx) => {
      const purpose = `pay_${++payments}`;
      const lapsesAt = new Date(systemClock.now().getTime() + 60_000);
      const holdId = await hold(ctx, { accountId, amount: 100n, purpose, lapsesAt });
      await capture(ctx, { accountId, holdId, amount: 100n, reference: purpose, note: "bench" });
    });
}

// What a hold and a capture write, as one would write it by hand for a single lot.
function paySame(bare: postgres.Sql, lots: ReadonlyMap<string, string>): Pay {
  return async (accountId) => {
    const lot = lots.get(accountId) ?? "";
    const name = `bare_${++payments}`;
    await bare.begin(async (sql) => {
      const held = await sql<{ seq: string }[]>`update credit_balances set available = available - 100,
        held = held + 100, seq = seq + 1, at = greatest(at, now())
        where account_id = ${accountId} and available >= 100 returning seq`;
      const seq = held[0]?.seq;
      if (seq === undefined) throw new PlainFailure("the bench ran out of credit");
      await sql`insert into credit_holds (id, account_id, purpose, state, amount, captured, lapses_at, created_at)
        values (${name}, ${accountId}, ${name}, 'open', 100, 0, now() + interval '1 minute', now())`;
      await sql`insert into credit_hold_parts (hold_id, lot_id, held) values (${name}, ${lot}, 100)`;
      await sql`update credit_lots set available = available - 100, held = held + 100 where id = ${lot}`;
      await write(sql, { accountId, seq, name, lot, kind: "hold", from: "available", to: "held" });
      const [spent] = await sql<
        { seq: string }[]
      >`update credit_balances set held = held - 100, spent = spent + 100,
        seq = seq + 1, at = greatest(at, now()) where account_id = ${accountId} returning seq`;
      await sql`update credit_holds set captured = captured + 100 where id = ${name}`;
      await sql`update credit_hold_parts set held = 0, captured = 100 where hold_id = ${name}`;
      await sql`update credit_lots set held = held - 100, spent = spent + 100 where id = ${lot}`;
      const next = {
        accountId,
        seq: spent?.seq ?? "",
        name,
        lot,
        kind: "capture",
        from: "held",
        to: "spent",
      };
      await write(sql, next);
    });
  };
}

interface Writing {
  accountId: string;
  seq: string;
  name: string;
  lot: string;
  kind: string;
  from: string;
  to: string;
}

async function write(sql: postgres.TransactionSql, one: Writing): Promise<void> {
  const { accountId, seq, name, lot, kind, from, to } = one;
  await sql`insert into credit_transactions (account_id, seq, id, at, kind, amount, hold_id, reference, note, actor,
      actor_name, pending_after, available_after, held_after)
    select account_id, seq, ${`${name}_${kind}`}, at, ${kind}, 100, ${name}, ${kind === "capture" ? name : null},
      'bench', 'system', 'Berth', pending, available, held from credit_balances where account_id = ${accountId}`;
  await sql`insert into credit_entries (account_id, seq, line, book, lot_id, amount)
    values (${accountId}, ${seq}, 1, ${from}, ${lot}, -100), (${accountId}, ${seq}, 2, ${to}, ${lot}, 100)`;
  await sql`insert into events (xid, at, account_id, topic, subject, actor, actor_name, payload)
    values (pg_current_xact_id(), now(), ${accountId}, ${`credits.${kind}`}, ${name}, 'system', 'Berth',
      jsonb_build_object('seq', ${seq}::text, 'amount', '0.000100', 'purpose', ${name}::text))`;
}

function payLeast(bare: postgres.Sql): Pay {
  return async (accountId) => {
    await bare.begin(async (sql) => {
      const held = await sql`update bare_balances set available = available - 100, held = held + 100
        where account_id = ${accountId} and available >= 100 returning available`;
      if (held.length === 0) throw new PlainFailure("the bench ran out of credit");
      await sql`insert into bare_postings (account_id, book, amount)
        values (${accountId}, 'available', -100), (${accountId}, 'held', 100)`;
      await sql`update bare_balances set held = held - 100, spent = spent + 100 where account_id = ${accountId}`;
      await sql`insert into bare_postings (account_id, book, amount)
        values (${accountId}, 'held', -100), (${accountId}, 'spent', 100)`;
    });
  };
}

/** Payments a second, each client paying one after the other. */
async function rateOf(pay: Pay, pick: (client: number) => string): Promise<number> {
  // So that statements are prepared, and connections there.
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => pay(pick(client))));
  const until = now() + ROUND_MS;
  const startedAt = now();
  const counts = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      let paid = 0;
      for (; now() < until; paid++) await pay(pick(client));
      return paid;
    }),
  );
  const seconds = (now() - startedAt) / 1_000;
  return counts.reduce((sum, paid) => sum + paid, 0) / seconds;
}
