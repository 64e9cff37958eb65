import { type SQL, sql } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import { recordWith, type Writable } from "../../events/record.ts";
import type { Ctx } from "../../platform/context.ts";
import { runPrepared, runPreparedByName } from "../../platform/db/prepared.ts";
import { actorId, actorName } from "../../values/actor.ts";
import type { Usd } from "../../values/money.ts";
import { type Book, books, type Entry, lotChangesOf, type Part, places, totalsOf } from "../rules/books.ts";
import type { Kind } from "./tables.ts";

// How the ledger holds, however many spend at once. An account has one row that says how its books
// stand, and that row is the only lock: whoever moves anything of the account takes it first, then
// reads lots and holds, which nobody else can change meanwhile, decides, and writes everything in one
// statement. In READ COMMITTED each statement sees what was committed before it began, so what is
// read after the lock is what is so. A hold asks for the row only if enough is available, and
// PostgreSQL looks again at the newest row once it has waited, so those who come when nothing is
// left do not queue. One lock an account cannot deadlock with itself; whoever moves in two accounts
// goes by their ids. It is the most wanted row that there is, so a caller's transaction takes it last.
//
// Nothing rests on this code being right. No book and no lot goes below zero, a hold gives out no
// more than it has, and a reference is used once: constraints. The entries of a transaction are zero
// together: a trigger at commit. Entries are never changed: the program has no right to. That all
// of them add up to the rows here is asked every night, and after every test: invariants.ts.

export interface Balance {
  accountId: string;
  pending: Usd;
  available: Usd;
  held: Usd;
  spent: Usd;
  refunds: Usd;
  expired: Usd;
  seq: bigint;
  at: Date;
  nextDueAt: Date | null;
}

type BalanceText = Record<Exclude<keyof Balance, "nextDueAt">, string> & {
  nextDueAt: string | null;
} & Record<string, unknown>;

const balanceColumns = sql`
  account_id as "accountId", pending::text, available::text, held::text, spent::text, refunds::text,
  expired::text, seq::text, at, next_due_at as "nextDueAt"`;

function toBalance(row: BalanceText): Balance {
  return {
    accountId: row.accountId,
    pending: BigInt(row.pending),
    available: BigInt(row.available),
    held: BigInt(row.held),
    spent: BigInt(row.spent),
    refunds: BigInt(row.refunds),
    expired: BigInt(row.expired),
    seq: BigInt(row.seq),
    at: new Date(row.at),
    nextDueAt: row.nextDueAt === null ? null : new Date(row.nextDueAt),
  };
}

/** Makes the account's books, unless they are there. */
export async function makeBooks(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.db.execute(sql`
    insert into credit_balances (account_id, at) values (${accountId}, ${instant(ctx.now())}) on conflict do nothing`);
}

/** Takes the account's books until the transaction ends. */
export async function lockBooks(ctx: Ctx, accountId: string): Promise<Balance | undefined> {
  refuseOutsideTransaction(ctx);
  const [row] = await runPreparedByName<BalanceText>(
    ctx.db,
    sql`select ${balanceColumns} from credit_balances where account_id = ${accountId} for no key update`,
  );
  return row && toBalance(row);
}

/** What can be drawn: some lots in the order in which they are spent, unless time has made something due first. */
export interface Drawable {
  isDue: boolean;
  lots: Part[];
}

/**
 * Takes the account's books until the transaction ends, and reads what an amount is drawn from, in one journey. If less is
 * available and nothing is due, as for an account without books, nothing is taken.
 */
export async function lockToDraw(ctx: Ctx, accountId: string, amount: Usd): Promise<Drawable | undefined> {
  refuseOutsideTransaction(ctx);
  const [row] = await runPrepared<[{ isDue: boolean; lots: { lotId: string; amount: string }[] } | null]>(
    ctx.db,
    sql`select credit_to_draw(${accountId}, ${amount.toString()}::bigint, ${instant(ctx.now())})`,
  );
  const drawable = row?.[0];
  if (!drawable) return undefined;
  const lots = drawable.lots.map(({ lotId, amount }) => ({ lotId, amount: BigInt(amount) }));
  return { isDue: drawable.isDue, lots };
}

function refuseOutsideTransaction({ db }: Ctx): void {
  if (!(db instanceof PgTransaction)) throw new Error("books are locked within a transaction");
}

export async function readBooks(ctx: Ctx, accountId: string): Promise<Balance | undefined> {
  const [row] = await ctx.db.execute<BalanceText>(
    sql`select ${balanceColumns} from credit_balances where account_id = ${accountId}`,
  );
  return row && toBalance(row);
}

export interface Posting {
  kind: Kind;
  amount: Usd;
  entries: readonly Entry[];
  note: string;
  reference?: string | null;
  holdId?: string;
  lotId?: string;
  /** The lot that was written for this, with its value in place. */
  newLotId?: string;
  /** Time makes something due then. */
  dueAt?: Date | null;
  /** Whatever else changes with it, in the same statement. */
  also?: readonly SQL[];
  /** What is told of it in the same statement: it is given a number, and the transaction's takes its place. */
  tell?: (seq: string) => Writable;
}

export interface Posted {
  transactionId: string;
  balance: Balance;
}

/** Writes a transaction, and what it changes. The books are locked. */
export async function post(ctx: Ctx, accountId: string, posting: Posting): Promise<Posted> {
  const { kind, amount, entries, note, reference, holdId, lotId, newLotId, dueAt, tell } = posting;
  const also = [...(posting.also ?? []), ...(tell ? [told(ctx, tell("0"))] : [])];
  const totals = totalsOf(entries);
  const kept = books.filter((book): book is Exclude<Book, "rolled"> => book !== "rolled");
  const changed = kept.filter((book) => totals[book] !== 0n);
  const lines = entries.map((entry, at) => ({ ...entry, line: at + 1, amount: entry.amount.toString() }));
  const lots = lotChangesOf(entries, newLotId).map(({ lotId, ...change }) => ({
    id: lotId,
    ...Object.fromEntries(places.map((place) => [place, change[place].toString()])),
  }));
  const transactionId = ctx.newId("txn");
  const set = changed.map(
    (book) => sql`${sql.identifier(book)} = ${sql.identifier(book)} + ${totals[book].toString()}::bigint, `,
  );
  const others = also.map((change, at) => sql`, ${sql.identifier(`also_${at}`)} as (${change})`);
  const [row] = await runPreparedByName<BalanceText>(
    ctx.db,
    sql`
    with books as (
      update credit_balances set ${sql.join(set)} seq = seq + 1, at = greatest(at, ${instant(ctx.now())}),
        next_due_at = least(next_due_at, ${dueAt ? instant(dueAt) : sql`null`})
      where account_id = ${accountId} returning *
    ), posted as (
      insert into credit_transactions (account_id, seq, id, at, kind, amount, hold_id, lot_id, reference, note,
        actor, actor_name, pending_after, available_after, held_after)
      select account_id, seq, ${transactionId}, at, ${kind}, ${amount.toString()}::bigint, ${holdId ?? null},
        ${lotId ?? null}, ${reference ?? null}, ${note}, ${actorId(ctx.actor)}, ${actorName(ctx.actor)},
        pending, available, held from books
    ), lines as (
      insert into credit_entries (account_id, seq, line, book, lot_id, amount)
      select account_id, seq, e.line, e.book, e."lotId", e.amount from books, jsonb_to_recordset(
        ${JSON.stringify(lines)}::jsonb) as e(line int, book text, "lotId" text, amount bigint)
    ), moved as (
      update credit_lots l set pending = l.pending + c.pending, available = l.available + c.available,
        held = l.held + c.held, spent = l.spent + c.spent, expired = l.expired + c.expired,
        rolled = l.rolled + c.rolled
      from jsonb_to_recordset(${JSON.stringify(lots)}::jsonb) as c(id text, pending bigint, available bigint,
        held bigint, spent bigint, expired bigint, rolled bigint)
      where l.id = c.id
    )${sql.join(others)}
    select ${balanceColumns} from books`,
  );
  if (!row) throw new Error("the books of an account that was locked are gone");
  return { transactionId, balance: toBalance(row) };
}

function told(ctx: Ctx, event: Writable): SQL {
  return recordWith(
    ctx,
    event,
    (own) => sql`jsonb_set(${own}, '{seq}', to_jsonb(books.seq::text))`,
    sql`books`,
  );
}

/** When time changes something of the account next, as its lots now stand. */
export async function writeNextDue(ctx: Ctx, accountId: string, nextDueAt: Date | null): Promise<void> {
  await ctx.db.execute(sql`
    update credit_balances set next_due_at = ${nextDueAt ? instant(nextDueAt) : sql`null`} where account_id = ${accountId}`);
}

/** Accounts in which time has made something due, the longest waiting first. */
export async function listDueAccounts(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db.execute<{ account_id: string }>(sql`
    select account_id from credit_balances where next_due_at <= ${instant(ctx.now())}
    order by next_due_at, account_id limit ${limit}`);
  return rows.map((row) => row.account_id);
}

function instant(date: Date): SQL {
  return sql`${date.toISOString()}::timestamptz`;
}
