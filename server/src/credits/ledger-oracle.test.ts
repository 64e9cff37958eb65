import fc from "fast-check";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../platform/clock.ts";
import { type Ctx, inTransaction, makeContext } from "../platform/context.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { APP_ROLE } from "../platform/db/roles.ts";
import { aMoment, cutSome, heal, outcomeOf } from "../testing/cuts.ts";
import { addEmptyAccount, expectSoundLedger, give, ledgerSeeds, within } from "../testing/ledger.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { SYSTEM } from "../values/actor.ts";
import { NotFound } from "../values/refusal.ts";
import { type Usd, usd } from "../values/money.ts";
import {
  BeyondCaptured,
  BeyondHold,
  capture,
  grant,
  hold,
  HoldIsOver,
  InsufficientCredits,
  lapseHolds,
  lowerHold,
  raiseHold,
  refund,
  release,
  settleDueCredits,
} from "./index.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
/** Another process of the same Berth. */
let second: Database;
let owner: postgres.Sql;

beforeAll(async () => {
  world = await makeWorld({ pool: 20 });
  second = openDatabase({
    url: world.url,
    pool: 10,
    clock: systemClock,
    log: world.log,
    name: "berth-test",
    role: APP_ROLE,
  });
  owner = postgres(world.url, { max: 1, onnotice: () => {} });
});
afterEach(() => expectSoundLedger(world));
afterAll(async () => {
  await owner?.end();
  await second?.close();
  await world?.close();
});

const secondCtx = () => makeContext({ ...world.platform, db: second.db }, SYSTEM);

test("M3, G9: of a thousand who pay at once with credit for a hundred exactly a hundred succeed", async () => {
  const accountId = await addEmptyAccount(world);
  await give(world, accountId, usd(60));
  await give(world, accountId, usd(40), { expiresAt: new Date(world.clock.now().getTime() + 3 * DAY_MS) });
  const lapsesAt = new Date(world.clock.now().getTime() + DAY_MS);
  const pay = (at: number) =>
    inTransaction(at % 2 ? world.ctx() : secondCtx(), async (ctx) => {
      const holdId = await hold(ctx, { accountId, amount: usd(1), purpose: `ses_${at}`, lapsesAt });
      await capture(ctx, { accountId, holdId, amount: usd(1), reference: `${at}`, note: "paid", last: true });
    });
  const paid = await Promise.allSettled(Array.from({ length: 1_000 }, (_, at) => pay(at)));
  expect(paid.filter(({ status }) => status === "fulfilled")).toHaveLength(100);
  for (const one of paid)
    if (one.status === "rejected") expect(one.reason).toBeInstanceOf(InsufficientCredits);
  const [books] = await world.database.sql`
    select available::text, held::text, spent::text from credit_balances where account_id = ${accountId}`;
  expect(books).toEqual({ available: "0", held: "0", spent: usd(100).toString() });
}, 60_000);

test("G10: at midnight each credit expires once and what is held does not, run twice, by two servers, beside holds that end", async () => {
  const midnight = new Date(Math.ceil(world.clock.now().getTime() / DAY_MS) * DAY_MS + DAY_MS);
  const accounts = await Promise.all(Array.from({ length: 6 }, () => addEmptyAccount(world)));
  const lapsesAt = new Date(midnight.getTime() + DAY_MS);
  const held = new Map<string, string>();
  for (const [at, accountId] of accounts.entries()) {
    for (let lot = 0; lot < 4; lot++) await give(world, accountId, usd(10), { expiresAt: midnight });
    await give(world, accountId, usd(5), { expiresAt: new Date(midnight.getTime() + 9 * DAY_MS) });
    const amount = usd(1 + 6 * at);
    const holdId = await within(world, (ctx) => hold(ctx, { accountId, amount, purpose: "ses_1", lapsesAt }));
    held.set(accountId, holdId);
  }
  await world.clock.advance(midnight.getTime() - world.clock.now().getTime());
  const [first = "", ...others] = accounts;
  await Promise.all([
    settleDueCredits(world.ctx()),
    settleDueCredits(secondCtx()),
    within(world, (ctx) =>
      release(ctx, { accountId: first, holdId: held.get(first) ?? "", note: "ended at midnight" }),
    ),
    settleDueCredits(world.ctx()),
  ]);
  await settleDueCredits(secondCtx());
  const rows = await world.database.sql<
    { account_id: string; available: string; held: string; expired: string }[]
  >`
    select account_id, available::text, held::text, expired::text from credit_balances
    where account_id = any(${accounts}) order by account_id`;
  const stands = new Map(rows.map((row) => [row.account_id, row]));
  expect(stands.get(first)).toMatchObject({ available: "5000000", held: "0", expired: usd(40).toString() });
  for (const [at, accountId] of others.entries()) {
    const amount = usd(1 + 6 * (at + 1));
    expect(stands.get(accountId)).toMatchObject({
      available: "5000000",
      held: amount.toString(),
      expired: (usd(40) - amount).toString(),
    });
  }
  const twice = await world.database.sql`
    select lot_id from credit_transactions where kind = 'expire' and account_id = any(${others}) group by lot_id
    having count(*) > 1`;
  expect(twice).toEqual([]);
}, 60_000);

// ——— histories ———

type Command =
  | { do: "grant"; amount: Usd; days: number; priority: number; laterHours: number }
  | { do: "hold"; amount: Usd; hours: number }
  | { do: "raise" | "lower" | "refund"; which: number; amount: Usd }
  | { do: "capture"; which: number; amount: Usd; last: boolean }
  | { do: "release"; which: number }
  | { do: "wait"; hours: number }
  | { do: "settle" | "lapse" }
  | { do: "kill" };

const amount = fc.oneof(fc.bigInt({ min: 1n, max: 2_000_000n }), fc.bigInt({ min: 1n, max: 40_000_000n }));
const which = fc.nat(40);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("grant" as const),
      amount: fc.bigInt({ min: 1n, max: 30_000_000n }),
      days: fc.integer({ min: 1, max: 12 }),
      priority: fc.constantFrom(1, 100),
      laterHours: fc.constantFrom(0, 0, 0, 30),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("hold" as const),
      amount,
      hours: fc.integer({ min: 1, max: 72 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("raise" as const, "lower" as const, "refund" as const),
      which,
      amount,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant("capture" as const), which, amount, last: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("release" as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 20 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("settle" as const, "lapse" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("kill" as const) }) },
);

const CLIENTS = 12;
const refusals = [InsufficientCredits, HoldIsOver, BeyondHold, BeyondCaptured, NotFound];

interface Told {
  /** Reference of what was acknowledged, and of what was refused and so never happened. */
  done: Map<string, Usd>;
  refused: Set<string>;
  kills: number;
}

/**
 * Lets clients of two processes work through the commands, all at once, while connections are cut.
 * When the clock is to move, what was begun is finished first.
 */
async function live(commands: readonly Command[], accounts: readonly string[]): Promise<Told> {
  const told: Told = { done: new Map(), refused: new Set(), kills: 0 };
  const holds: { id: string; accountId: string }[] = [];
  let next = 0;
  const client = async (at: number): Promise<void> => {
    const ctx = () => (at % 2 ? world.ctx() : secondCtx());
    for (let wish = commands[next]; wish && wish.do !== "wait"; wish = commands[next]) {
      const nth = next++;
      await obey(wish, `command ${nth}`, accounts[nth % accounts.length] ?? "", ctx);
    }
  };
  async function obey(
    wish: Exclude<Command, { do: "wait" }>,
    name: string,
    accountId: string,
    ctx: () => Ctx,
  ): Promise<void> {
    const later = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR_MS);
    const target = "which" in wish ? holds[wish.which % Math.max(holds.length, 1)] : undefined;
    const of = { accountId: target?.accountId ?? accountId, holdId: target?.id ?? "hld_none" };
    const move = (verb: (ctx: Ctx) => Promise<unknown>) => inTransaction(ctx(), verb);
    switch (wish.do) {
      case "kill":
        told.kills += await cutSome(owner);
        return;
      case "settle":
        return void (await known(() => settleDueCredits(ctx())));
      case "lapse":
        return void (await known(() => lapseHolds(ctx())));
      case "hold": {
        const lapsesAt = later(wish.hours);
        const id = await holdOnce(ctx, { accountId, amount: wish.amount, purpose: name, lapsesAt });
        if (id) holds.push({ id, accountId });
        return;
      }
      case "grant":
        return once(name, wish.amount, () =>
          move((ctx) =>
            grant(ctx, {
              accountId,
              origin: "grant",
              amount: wish.amount,
              reason: "for a test",
              reference: name,
              priority: wish.priority,
              effectiveAt: later(wish.laterHours),
              expiresAt: later(wish.laterHours + wish.days * 24),
            }),
          ),
        );
      case "capture":
        return once(name, wish.amount, () =>
          move((ctx) =>
            capture(ctx, { ...of, amount: wish.amount, reference: name, last: wish.last, note: name }),
          ),
        );
      case "refund":
        return once(name, wish.amount, () =>
          move((ctx) => refund(ctx, { ...of, amount: wish.amount, reference: name, note: name })),
        );
      case "raise":
        return void (await known(() => move((ctx) => raiseHold(ctx, { ...of, by: wish.amount }))));
      case "lower":
        return void (await known(() =>
          move((ctx) => lowerHold(ctx, { ...of, by: wish.amount, note: name })),
        ));
      case "release":
        return void (await known(() => move((ctx) => release(ctx, { ...of, note: name }))));
    }
  }
  /** Done under a reference until somebody says whether it was. */
  async function once(name: string, amount: Usd, act: () => Promise<unknown>): Promise<void> {
    for (;;) {
      const outcome = await known(act);
      if (outcome === "done") return void told.done.set(name, amount);
      if (outcome === "refused") return void told.refused.add(name);
      await aMoment();
    }
  }
  while (next < commands.length) {
    await Promise.all(Array.from({ length: CLIENTS }, (_, at) => client(at)));
    const wish = commands[next];
    if (wish?.do === "wait") await world.clock.advance(wish.hours * HOUR_MS);
    next += 1;
  }
  await heal([world.database.sql, second.sql]);
  return told;
}

const known = (act: () => Promise<unknown>) =>
  outcomeOf(act, (error) => refusals.some((refusal) => error instanceof refusal));

/** A hold has no reference: whether it came to be is asked by what it is for. */
async function holdOnce(ctx: () => Ctx, asked: Parameters<typeof hold>[1]): Promise<string | undefined> {
  for (;;) {
    let id: string | undefined;
    const outcome = await known(async () => {
      id = await inTransaction(ctx(), (ctx) => hold(ctx, asked));
    });
    if (outcome !== "unknown") return outcome === "done" ? id : undefined;
    const [found] = await owner<{ id: string }[]>`
      select id from credit_holds where account_id = ${asked.accountId} and purpose = ${asked.purpose}`;
    if (found) return found.id;
    await aMoment();
  }
}

// An independent reading of the rules: every transaction, in the order of its number, does exactly
// what a ledger kept by hand would do at that point.
interface Line {
  seq: string;
  kind: string;
  amount: string;
  hold_id: string | null;
  lot_id: string | null;
  at: string;
  entries: { book: string; lot: string; amount: string }[];
}

interface Lot {
  id: string;
  order: string;
  expiresAt: number;
  pending: Usd;
  available: Usd;
}

type Pockets = Map<string, Usd>;

async function replay(accountId: string): Promise<void> {
  const known = await owner<{ id: string; priority: number; expires: string; effective: string }[]>`
    select id, priority, (extract(epoch from expires_at) * 1000)::bigint::text as expires from credit_lots
    where account_id = ${accountId}`;
  const lots = known
    .map((lot) => ({
      id: lot.id,
      order: `${String(lot.priority).padStart(4, "0")} ${lot.expires} ${lot.id}`,
      expiresAt: Number(lot.expires),
      pending: 0n,
      available: 0n,
    }))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const byId = new Map<string, Lot>(lots.map((lot) => [lot.id, lot]));
  const holds = new Map<string, { held: Pockets; captured: Pockets }>();
  const lines = await owner<Line[]>`
    select t.seq::text, t.kind, t.amount::text, t.hold_id, t.lot_id, t.at, (
      select jsonb_agg(jsonb_build_object('book', book, 'lot', lot_id, 'amount', amount::text) order by line)
      from credit_entries e where e.account_id = t.account_id and e.seq = t.seq) as entries
    from credit_transactions t where t.account_id = ${accountId} order by t.seq`;
  for (const line of lines) {
    const total = BigInt(line.amount);
    const lot = byId.get(line.lot_id ?? "");
    const pockets = holds.get(line.hold_id ?? "") ?? { held: new Map(), captured: new Map() };
    if (line.hold_id) holds.set(line.hold_id, pockets);
    const expected: [string, string, string, Usd][] = [];
    const walk = (from: [string, Usd][], act: (lot: string, some: Usd) => void) => {
      let left = total;
      for (const [id, has] of from) {
        const some = has < left ? has : left;
        if (some > 0n) act(id, some);
        left -= some;
      }
      expect(left, `${line.kind} ${line.seq}`).toBe(0n);
    };
    const inOrder = (pocket: Pockets) =>
      lots.flatMap(({ id }): [string, Usd][] => (pocket.get(id) ? [[id, pocket.get(id) ?? 0n]] : []));
    const add = (pocket: Pockets, id: string, some: Usd) => pocket.set(id, (pocket.get(id) ?? 0n) + some);
    switch (line.kind) {
      case "grant": {
        const place = line.entries.some(({ book }) => book === "pending") ? "pending" : "available";
        lot![place] += total;
        expected.push(["granted", place, lot!.id, total]);
        break;
      }
      case "take-effect":
        expected.push(["pending", "available", lot!.id, lot!.pending]);
        lot!.available += lot!.pending;
        lot!.pending = 0n;
        break;
      case "hold":
        walk(
          lots.map((one) => [one.id, one.available]),
          (id, some) => {
            expect(byId.get(id)!.expiresAt).toBeGreaterThan(new Date(line.at).getTime());
            byId.get(id)!.available -= some;
            add(pockets.held, id, some);
            expected.push(["available", "held", id, some]);
          },
        );
        break;
      case "capture":
        walk(inOrder(pockets.held), (id, some) => {
          add(pockets.held, id, -some);
          add(pockets.captured, id, some);
          expected.push(["held", "spent", id, some]);
        });
        break;
      case "release":
      case "lapse":
        walk(inOrder(pockets.held).toReversed(), (id, some) => {
          add(pockets.held, id, -some);
          byId.get(id)!.available += some;
          expected.push(["held", "available", id, some]);
        });
        break;
      case "refund":
        walk(inOrder(pockets.captured).toReversed(), (id, some) => {
          add(pockets.captured, id, -some);
          byId.get(id)!.available += some;
          expected.push(["refunds", "available", id, some]);
        });
        break;
      case "expire":
        expect(lot!.expiresAt).toBeLessThanOrEqual(new Date(line.at).getTime());
        expected.push(["available", "expired", lot!.id, lot!.available]);
        lot!.available = 0n;
        break;
      default:
        throw new Error(`nothing was to do ${line.kind}`);
    }
    const said = line.entries.map(({ book, lot, amount }) => `${book} ${lot} ${amount}`);
    const meant = expected.flatMap(([from, to, lot, some]) => [
      `${from} ${lot} ${-some}`,
      `${to} ${lot} ${some}`,
    ]);
    expect(said, `${line.kind} ${line.seq}`).toEqual(meant);
  }
}

test("G8, G11: random histories lived at once, with connections cut, are the ones a ledger kept by hand would hold", async () => {
  let kills = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 200, maxLength: 260, size: "max" }), async (commands) => {
      const accounts = [await addEmptyAccount(world), await addEmptyAccount(world)];
      for (const accountId of accounts) await give(world, accountId, usd(40));
      const told = await live(commands, accounts);
      kills += told.kills;
      // Every acknowledged write is there, once, and nothing that was refused.
      const written = await owner<{ reference: string; amount: string }[]>`
        select reference, amount::text from credit_transactions
        where account_id = any(${accounts}) and reference like 'command %'`;
      expect(new Map(written.map((row) => [row.reference, BigInt(row.amount)]))).toEqual(told.done);
      expect(written).toHaveLength(told.done.size);
      for (const name of told.refused) expect(told.done.has(name)).toBe(false);
      for (const accountId of accounts) await replay(accountId);
      await expectSoundLedger(world);
    }),
    { numRuns: ledgerSeeds, endOnFailure: true },
  );
  expect(kills).toBeGreaterThan(0);
}, 660_000);
