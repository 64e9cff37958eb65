import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeLog } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { addEmptyAccount, expectSoundLedger, give, within } from "../testing/ledger.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { type Usd, usd } from "../values/money.ts";
import {
  BeyondCaptured,
  BeyondHold,
  capture,
  checkLedger,
  giveDemoCredits,
  hold,
  HoldIsOver,
  InsufficientCredits,
  lapseHolds,
  lowerHold,
  raiseHold,
  ReferenceTaken,
  refund,
  release,
  settleDueCredits,
} from "./index.ts";
import { makeBooks, readBooks } from "./store/books.ts";
import { findLot } from "./store/lots.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
let accountId: string;
let names = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 10 });
});
beforeEach(async () => {
  accountId = await addEmptyAccount(world);
});
afterEach(() => expectSoundLedger(world));
afterAll(() => world?.close());

const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR_MS);
const inDays = (days: number) => inHours(24 * days);
const setAside = (amount: Usd, rest: { purpose?: string; lapsesAt?: Date } = {}) =>
  within(world, (ctx) => hold(ctx, { accountId, amount, purpose: "ses_1", lapsesAt: inHours(1), ...rest }));
const spend = (holdId: string, amount: Usd, reference = `interval ${++names}`, last = false) =>
  within(world, (ctx) => capture(ctx, { accountId, holdId, amount, reference, last, note: "an hour" }));
const giveBack = (holdId: string) =>
  within(world, (ctx) => release(ctx, { accountId, holdId, note: "stopped" }));
const payBack = (holdId: string, amount: Usd, reference = `refund ${++names}`) =>
  within(world, (ctx) => refund(ctx, { accountId, holdId, amount, reference, note: "broken" }));

async function stands() {
  const balance = await readBooks(world.ctx(), accountId);
  if (!balance) return null;
  const { pending, available, held, spent, refunds, expired } = balance;
  return { pending, available, held, spent, refunds, expired };
}
const nothing = { pending: 0n, available: 0n, held: 0n, spent: 0n, refunds: 0n, expired: 0n };

async function availableOf(lotId: string): Promise<Usd | undefined> {
  return (await findLot(world.ctx(), accountId, lotId))?.available;
}

function told(): Promise<{ topic: string; subject: string; payload: Record<string, unknown> }[]> {
  return world.database.sql`
    select topic, subject, payload from events where account_id = ${accountId} and topic like 'credits.%'
    order by xid, id`;
}

test("what is given is available, and is told with its reason", async () => {
  const lot = await give(world, accountId, usd(10), { reason: "welcome" });
  expect(await stands()).toEqual({ ...nothing, available: usd(10) });
  expect(lot.expiresAt.toISOString()).toBe("2026-12-21T00:00:00.000Z");
  expect(await told()).toEqual([
    {
      topic: "credits.added",
      subject: lot.id,
      payload: { seq: "1", amount: "10.000000", origin: "grant", reason: "welcome" },
    },
  ]);
});

test("M3: value is held first and captured later, in parts, and the rest is given back", async () => {
  await give(world, accountId, usd(10));
  const holdId = await setAside(usd(6));
  expect(await stands()).toEqual({ ...nothing, available: usd(4), held: usd(6) });
  await spend(holdId, usd(2));
  await spend(holdId, usd(1));
  expect(await stands()).toEqual({ ...nothing, available: usd(4), held: usd(3), spent: usd(3) });
  expect(await giveBack(holdId)).toBe(usd(3));
  expect(await stands()).toEqual({ ...nothing, available: usd(7), spent: usd(3) });
  expect((await told()).map(({ topic }) => topic)).toEqual([
    "credits.added",
    "credits.held",
    "credits.captured",
    "credits.captured",
    "credits.released",
  ]);
});

test("what is not there is refused with what is needed and what is there, and nothing has happened", async () => {
  await expect(setAside(usd(1))).rejects.toMatchObject({ needed: usd(1), available: 0n });
  await give(world, accountId, usd(5));
  const attempt = setAside(usd(5) + 1n);
  await expect(attempt).rejects.toBeInstanceOf(InsufficientCredits);
  await expect(attempt).rejects.toMatchObject({ needed: usd(5) + 1n, available: usd(5) });
  expect(await stands()).toEqual({ ...nothing, available: usd(5) });
  expect(await told()).toHaveLength(1);
});

test("a hold gives out no more than it has, and its last capture gives the rest back", async () => {
  await give(world, accountId, usd(10));
  const holdId = await setAside(usd(3));
  const attempt = spend(holdId, usd(3) + 1n);
  await expect(attempt).rejects.toBeInstanceOf(BeyondHold);
  await expect(attempt).rejects.toMatchObject({ left: usd(3) });
  await spend(holdId, usd(1), "the end", true);
  expect(await stands()).toEqual({ ...nothing, available: usd(9), spent: usd(1) });
  await expect(spend(holdId, 1n)).rejects.toMatchObject({ state: "captured" });
});

test("each hold resolves once, however many try at once", async () => {
  await give(world, accountId, usd(10));
  const holdId = await setAside(usd(4));
  const tries = await Promise.allSettled([
    giveBack(holdId),
    spend(holdId, usd(4), "all", true),
    giveBack(holdId),
    giveBack(holdId),
  ]);
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of tries) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(HoldIsOver);
  expect((await stands())?.held).toBe(0n);
});

test("a reference is charged once, however often and from wherever it is asked for", async () => {
  await give(world, accountId, usd(10));
  const holdId = await setAside(usd(5));
  const asked = await Promise.all(Array.from({ length: 8 }, () => spend(holdId, usd(1), "ses_1 hour 1")));
  expect(asked.filter(({ already }) => !already)).toHaveLength(1);
  expect((await stands())?.spent).toBe(usd(1));
  await expect(spend(holdId, usd(2), "ses_1 hour 1")).rejects.toBeInstanceOf(ReferenceTaken);
  await giveBack(holdId);
  // Asked again when all is over it is still the same answer.
  expect(await spend(holdId, usd(1), "ses_1 hour 1")).toEqual({ amount: usd(1), already: true });
});

test("a grant is given once under its reference", async () => {
  const once = () => give(world, accountId, usd(3), { reference: "the same" });
  const [first, second] = [await once(), await once()];
  expect(second.id).toBe(first.id);
  expect((await stands())?.available).toBe(usd(3));
  await expect(give(world, accountId, usd(4), { reference: "the same" })).rejects.toBeInstanceOf(
    ReferenceTaken,
  );
});

test("what a newcomer tries with is given once, however often Berth is started", async () => {
  await giveDemoCredits(world.ctx(), accountId);
  await world.clock.advance(DAY_MS);
  await giveDemoCredits(world.ctx(), accountId);
  expect((await stands())?.available).toBe(usd(225));
});

test("a hold is raised with what it needs, or stays as it was", async () => {
  await give(world, accountId, usd(10));
  const holdId = await setAside(usd(4));
  const later = inHours(5);
  const more = (by: Usd) =>
    within(world, (ctx) => raiseHold(ctx, { accountId, holdId, by, lapsesAt: later }));
  await more(usd(3));
  expect(await stands()).toEqual({ ...nothing, available: usd(3), held: usd(7) });
  await expect(more(usd(3) + 1n)).rejects.toMatchObject({ needed: usd(3) + 1n, available: usd(3) });
  await world.clock.advance(2 * HOUR_MS);
  expect(await lapseHolds(world.ctx())).toBe(0);
  await within(world, (ctx) => lowerHold(ctx, { accountId, holdId, by: usd(5), note: "shorter" }));
  expect(await stands()).toEqual({ ...nothing, available: usd(8), held: usd(2) });
  await giveBack(holdId);
  await expect(more(1n)).rejects.toBeInstanceOf(HoldIsOver);
});

test("what expires soonest is spent first, within what comes first by priority", async () => {
  const late = await give(world, accountId, usd(1), { expiresAt: inDays(40) });
  const soon = await give(world, accountId, usd(1), { expiresAt: inDays(5) });
  const preferred = await give(world, accountId, usd(1), { expiresAt: inDays(90), priority: 1 });
  const order: string[] = [];
  const lots = new Map([
    [late.id, "late"],
    [soon.id, "soon"],
    [preferred.id, "preferred"],
  ]);
  for (let step = 0; step < 3; step++) {
    await setAside(usd(1), { lapsesAt: inDays(50) });
    for (const [id, name] of lots) {
      if ((await availableOf(id)) === 0n && !order.includes(name)) order.push(name);
    }
  }
  expect(order).toEqual(["preferred", "soon", "late"]);
});

test("M4: a refund goes back to the lots it came from, and ends when they end", async () => {
  const soon = await give(world, accountId, usd(2), { expiresAt: inDays(5) });
  const late = await give(world, accountId, usd(2), { expiresAt: inDays(50) });
  const holdId = await setAside(usd(4));
  await spend(holdId, usd(3), "three", true);
  await payBack(holdId, usd(2));
  expect(await availableOf(late.id)).toBe(usd(2));
  expect(await availableOf(soon.id)).toBe(usd(1));
  expect(await stands()).toEqual({ ...nothing, available: usd(3), spent: usd(3), refunds: -usd(2) });
  const attempt = payBack(holdId, usd(1) + 1n);
  await expect(attempt).rejects.toBeInstanceOf(BeyondCaptured);
  await expect(attempt).rejects.toMatchObject({ refundable: usd(1) });
  expect(await payBack(holdId, usd(1), "again")).toEqual({ already: false });
  expect(await payBack(holdId, usd(1), "again")).toEqual({ already: true });
});

test("credit is not immortal: what comes back to a lot that has ended expires at once, and says so", async () => {
  await give(world, accountId, usd(2), { expiresAt: inDays(1) });
  const captured = await setAside(usd(1), { lapsesAt: inDays(9) });
  await spend(captured, usd(1));
  const open = await setAside(usd(1), { lapsesAt: inDays(9) });
  await world.clock.advance(3 * DAY_MS);
  await settleDueCredits(world.ctx());
  expect(await stands()).toEqual({ ...nothing, held: usd(1), spent: usd(1) });
  await giveBack(open);
  expect(await stands()).toEqual({ ...nothing, spent: usd(1), expired: usd(1) });
  await payBack(captured, usd(1));
  expect(await stands()).toEqual({ ...nothing, spent: usd(1), refunds: -usd(1), expired: usd(2) });
  expect((await told()).map(({ topic }) => topic).slice(-4)).toEqual([
    "credits.released",
    "credits.expired",
    "credits.refunded",
    "credits.expired",
  ]);
});

test("a hold whose time has run out gives itself back", async () => {
  await give(world, accountId, usd(5));
  const holdId = await setAside(usd(3), { lapsesAt: inHours(2) });
  await spend(holdId, usd(1));
  await world.clock.advance(2 * HOUR_MS - 1);
  expect(await lapseHolds(world.ctx())).toBe(0);
  await world.clock.advance(1);
  const lapsed = await Promise.all([lapseHolds(world.ctx()), lapseHolds(world.ctx())]);
  expect(Math.max(...lapsed)).toBe(1);
  expect(await stands()).toEqual({ ...nothing, available: usd(4), spent: usd(1) });
  await expect(spend(holdId, usd(1))).rejects.toMatchObject({ state: "lapsed" });
  expect((await told()).at(-1)).toMatchObject({ topic: "credits.released", payload: { lapsed: true } });
});

test("of another account a hold is not found", async () => {
  await give(world, accountId, usd(5));
  const holdId = await setAside(usd(3));
  const other = await addEmptyAccount(world, "Other");
  const elsewhere = { accountId: other, holdId, note: "" };
  await within(world, (ctx) => makeBooks(ctx, other));
  await expect(within(world, (ctx) => release(ctx, elsewhere))).rejects.toMatchObject({ type: "NotFound" });
  await expect(
    within(world, (ctx) => capture(ctx, { ...elsewhere, amount: 1n, reference: "x" })),
  ).rejects.toMatchObject({ type: "NotFound" });
});

test("a caller whose transaction fails has moved nothing", async () => {
  await give(world, accountId, usd(5));
  const attempt = within(world, async (ctx) => {
    await hold(ctx, { accountId, amount: usd(3), purpose: "ses_1", lapsesAt: inHours(1) });
    throw new Error("something else went wrong");
  });
  await expect(attempt).rejects.toThrow("something else went wrong");
  expect(await stands()).toEqual({ ...nothing, available: usd(5) });
});

test("outside a transaction credit does not move", async () => {
  await give(world, accountId, usd(5));
  const attempt = hold(world.ctx(), { accountId, amount: 1n, purpose: "ses_1", lapsesAt: inHours(1) });
  await expect(attempt).rejects.toThrow("within a transaction");
});

test("amounts that are none, and times that have passed, are mistakes of the caller", async () => {
  await give(world, accountId, usd(5));
  const holdId = await setAside(usd(1));
  for (const amount of [0n, -1n]) {
    await expect(give(world, accountId, amount)).rejects.toThrow(RangeError);
    await expect(setAside(amount)).rejects.toThrow(RangeError);
    await expect(payBack(holdId, amount)).rejects.toThrow(RangeError);
    await expect(spend(holdId, amount)).rejects.toThrow(RangeError);
  }
  await expect(setAside(1n, { lapsesAt: inHours(0) })).rejects.toThrow(RangeError);
  await expect(give(world, accountId, 1n, { expiresAt: inDays(-2) })).rejects.toThrow(RangeError);
});

test("what takes effect later is pending until then", async () => {
  await give(world, accountId, usd(5), { effectiveAt: inDays(2) });
  expect(await stands()).toEqual({ ...nothing, pending: usd(5) });
  await expect(setAside(usd(1))).rejects.toMatchObject({ available: 0n });
  await world.clock.advance(2 * DAY_MS);
  // Nobody waits for a loop: whoever spends first does what is due.
  await setAside(usd(1));
  expect(await stands()).toEqual({ ...nothing, available: usd(4), held: usd(1) });
});

test("what has expired is not spent, however late the loop is", async () => {
  await give(world, accountId, usd(5), { expiresAt: inDays(1) });
  await give(world, accountId, usd(2), { expiresAt: inDays(30) });
  await world.clock.advance(5 * DAY_MS);
  await expect(setAside(usd(3))).rejects.toMatchObject({ available: usd(2) });
  await setAside(usd(2));
  expect(await stands()).toEqual({ ...nothing, held: usd(2), expired: usd(5) });
});

test("7, 3 and 1 days before credit expires those who answer for the account are told, once each", async () => {
  const ada = await addPerson(world, "Notice");
  await addMember(world, ada, "Noticeadmin", "admin");
  await addMember(world, ada, "Noticeviewer", "viewer");
  accountId = ada.accountId;
  const rollover = { min: 0n, max: usd(1) };
  await give(world, accountId, usd(5), { expiresAt: inDays(30), rollover, reason: "november" });
  const days: number[] = [];
  for (let hour = 0; hour < 31 * 4; hour++) {
    await world.clock.advance(6 * HOUR_MS);
    await Promise.all([settleDueCredits(world.ctx()), settleDueCredits(world.ctx())]);
  }
  for (const { topic, payload } of await told())
    if (topic === "credits.expiring") days.push(payload["days"] as number);
  expect(days).toEqual([7, 3, 1]);
  const mails = await world.database.sql<{ recipient: string; content: string }[]>`
    select recipient, content from mails where content like '%november%' order by created_at, recipient`;
  expect(mails.map(({ recipient }) => recipient)).toEqual(
    [7, 3, 1].flatMap(() => ["notice@example.com", "noticeadmin@example.com"]),
  );
  expect(mails[0]?.content).toContain("$5.00");
  expect(mails[0]?.content).toContain("$1.00 would roll over");
});

test("what rolls over is less what was over, and does so once", async () => {
  const rollover = { min: usd(1), max: usd(3) };
  await give(world, accountId, usd(5), { expiresAt: inDays(30), rollover });
  await world.clock.advance(31 * DAY_MS);
  await settleDueCredits(world.ctx());
  expect(await stands()).toEqual({ ...nothing, available: usd(3), expired: usd(2) });
  await world.clock.advance(40 * DAY_MS);
  await settleDueCredits(world.ctx());
  expect(await stands()).toEqual({ ...nothing, expired: usd(5) });
});

test("a rule with a least amount makes it, also of a lot that was used up", async () => {
  await give(world, accountId, usd(5), { expiresAt: inDays(30), rollover: { min: usd(1), max: usd(3) } });
  await spend(await setAside(usd(5)), usd(5), "all of it", true);
  await world.clock.advance(31 * DAY_MS);
  await settleDueCredits(world.ctx());
  expect(await stands()).toEqual({ ...nothing, available: usd(1), spent: usd(5) });
});

// ——— what the database refuses, whatever the program does ———

const asProgram = () => world.database.sql;

test("what was entered can be neither changed nor removed", async () => {
  await give(world, accountId, usd(5));
  const sql = asProgram();
  const refused = { code: "42501" };
  await expect(sql`update credit_entries set amount = 0`).rejects.toMatchObject(refused);
  await expect(sql`delete from credit_entries`).rejects.toMatchObject(refused);
  await expect(sql`update credit_transactions set note = ''`).rejects.toMatchObject(refused);
  await expect(sql`delete from credit_transactions`).rejects.toMatchObject(refused);
  await expect(sql`truncate credit_entries cascade`).rejects.toMatchObject(refused);
});

test("M2: entries that are not zero together do not commit, alone or with a transaction of their own", async () => {
  const lot = await give(world, accountId, usd(5));
  const sql = asProgram();
  const refused = { constraint_name: "credit_entries_are_zero_together" };
  await expect(
    sql`insert into credit_entries (account_id, seq, line, book, lot_id, amount)
      values (${accountId}, 1, 9, 'available', ${lot.id}, 1)`,
  ).rejects.toMatchObject(refused);
  await expect(
    sql`insert into credit_transactions (account_id, seq, id, at, kind, amount, note, actor, actor_name,
      pending_after, available_after, held_after)
      values (${accountId}, 2, 'txn_x', now(), 'grant', 1, '', '', '', 0, 0, 0)`,
  ).rejects.toMatchObject(refused);
});

test("no book, lot or hold goes below zero or beyond what there is", async () => {
  await give(world, accountId, usd(5));
  const holdId = await setAside(usd(2));
  const sql = asProgram();
  const refused = { code: "23514" };
  const attempts = [
    sql`update credit_balances set available = available - 4000000, spent = spent + 4000000 where account_id = ${accountId}`,
    sql`update credit_balances set available = available + 1 where account_id = ${accountId}`,
    sql`update credit_balances set refunds = -1, available = available + 1 where account_id = ${accountId}`,
    sql`update credit_lots set available = available + 1 where account_id = ${accountId}`,
    sql`update credit_holds set captured = 2000001 where id = ${holdId}`,
    sql`update credit_holds set refunded = 1 where id = ${holdId}`,
    sql`update credit_holds set state = 'released', closed_at = now() where id = ${holdId}`,
    sql`update credit_hold_parts set held = -1 where hold_id = ${holdId}`,
  ];
  for (const attempt of attempts) await expect(attempt).rejects.toMatchObject(refused);
});

test("what is wrong in a ledger is found at night, counted and named", async () => {
  const lot = await give(world, accountId, usd(5));
  const owner = postgres(world.url, { max: 1, onnotice: () => {} });
  const change = (by: number) =>
    owner`update credit_lots set available = available + ${by}, amount = amount + ${by} where id = ${lot.id}`;
  const lines: string[] = [];
  const log = makeLog("error", { write: (line) => void lines.push(line) });
  try {
    await change(1);
    await checkLedger({ ...world.ctx(), log });
    expect((await metrics.ledgerBreaches.get()).values[0]?.value).toBe(2);
    expect(lines.join("")).toContain("all lots together are the books");
    expect(lines.join("")).toContain(lot.id);
    await change(-1);
    await checkLedger({ ...world.ctx(), log });
    expect((await metrics.ledgerBreaches.get()).values[0]?.value).toBe(0);
  } finally {
    await owner.end();
  }
});
