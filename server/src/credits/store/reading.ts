import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import type { Book, Origin } from "../rules/books.ts";
import { DAY_MS } from "../rules/lot-life.ts";
import type { Kind } from "./tables.ts";

// Everything here is read from what is written down with each transaction, or from its entries, so
// that a balance, a statement and the ledger cannot differ.

const SOON_DAYS = 7;

/** How an account stands, or stood. */
export interface Standing {
  at: Date;
  pending: Usd;
  available: Usd;
  held: Usd;
  expiringWithin7Days: Usd;
}

interface StandingText extends Record<string, unknown> {
  pending: string | null;
  available: string | null;
  held: string | null;
  soon: string | null;
}

/** One read, so that the amounts are of one moment. */
export async function readStanding(ctx: Ctx, accountId: string, asOf: Date | null): Promise<Standing> {
  const at = asOf ?? ctx.now();
  const soon = new Date(at.getTime() + SOON_DAYS * DAY_MS);
  const [row] = await ctx.db.execute<StandingText>(
    asOf
      ? sql`
        select t.pending_after::text as pending, t.available_after::text as available, t.held_after::text as held,
          (select sum(e.amount) from credit_lots l join credit_entries e on e.lot_id = l.id
            where l.account_id = ${accountId} and l.expires_at <= ${instant(soon)} and e.book = 'available'
              and e.seq <= t.seq)::text as soon
        from credit_transactions t where t.account_id = ${accountId} and t.at <= ${instant(at)}
        order by t.at desc, t.seq desc limit 1`
      : sql`
        select b.pending::text, b.available::text, b.held::text,
          (select sum(l.available) from credit_lots l where l.account_id = ${accountId}
            and l.expires_at <= ${instant(soon)} and l.available > 0)::text as soon
        from credit_balances b where b.account_id = ${accountId}`,
  );
  return {
    at,
    pending: BigInt(row?.pending ?? 0),
    available: BigInt(row?.available ?? 0),
    held: BigInt(row?.held ?? 0),
    expiringWithin7Days: BigInt(row?.soon ?? 0),
  };
}

/** How it stood at each of some instants, which are in order. */
export async function readCourse(
  ctx: Ctx,
  accountId: string,
  instants: readonly Date[],
): Promise<Pick<Standing, "at" | "pending" | "available" | "held">[]> {
  const rows = await ctx.db.execute<StandingText>(sql`
    select t.pending_after::text as pending, t.available_after::text as available, t.held_after::text as held
    from jsonb_array_elements_text(${JSON.stringify(instants.map(bounded))}::jsonb) with ordinality as i(at, nth)
    left join lateral (
      select * from credit_transactions t where t.account_id = ${accountId} and t.at <= i.at::timestamptz
      order by t.at desc, t.seq desc limit 1
    ) t on true order by i.nth`);
  return instants.map((at, nth) => ({
    at,
    pending: BigInt(rows[nth]?.pending ?? 0),
    available: BigInt(rows[nth]?.available ?? 0),
    held: BigInt(rows[nth]?.held ?? 0),
  }));
}

/** One transaction, as it stands in a statement. */
export interface StatementLine {
  seq: bigint;
  id: string;
  at: Date;
  kind: Kind;
  amount: Usd;
  note: string;
  reference: string | null;
  actorName: string;
  holdId: string | null;
  purpose: string | null;
  lotId: string | null;
  origin: Origin | null;
  /** What each book gained or lost, out of the entries. */
  changes: Partial<Record<Book, Usd>>;
  /** How the books stood after it. */
  pending: Usd;
  available: Usd;
  held: Usd;
}

interface LineText extends Record<string, unknown> {
  seq: string;
  id: string;
  at: string;
  kind: Kind;
  amount: string;
  note: string;
  reference: string | null;
  actor_name: string;
  hold_id: string | null;
  purpose: string | null;
  lot_id: string | null;
  origin: Origin | null;
  changes: Partial<Record<Book, string>>;
  pending: string;
  available: string;
  held: string;
}

/** From the beginning of the first, up to and without the second. */
export interface Period {
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}

export interface StatementPage extends Period {
  kinds?: readonly Kind[] | null | undefined;
  before?: bigint | null | undefined;
  after?: bigint | null | undefined;
  /** The oldest first, as on paper, or the newest, as on a screen. */
  order: "oldest" | "newest";
  limit: number;
}

export async function readStatement(
  ctx: Ctx,
  accountId: string,
  page: StatementPage,
): Promise<StatementLine[]> {
  const { kinds, before, after } = page;
  return readLines(
    ctx,
    accountId,
    sql`${within(page)}
      ${
        kinds
          ? sql`and t.kind in (${sql.join(
              kinds.map((kind) => sql`${kind}`),
              sql`, `,
            )})`
          : sql``
      }
      ${before == null ? sql`` : sql`and t.seq < ${before.toString()}::bigint`}
      ${after == null ? sql`` : sql`and t.seq > ${after.toString()}::bigint`}
      order by t.seq ${page.order === "oldest" ? sql`asc` : sql`desc`} limit ${page.limit}`,
  );
}

/** The transactions of these numbers, in order. */
export async function readTransactions(
  ctx: Ctx,
  accountId: string,
  seqs: readonly string[],
): Promise<StatementLine[]> {
  if (seqs.length === 0) return [];
  const list = sql.join(
    seqs.map((seq) => sql`${seq}::bigint`),
    sql`, `,
  );
  return readLines(ctx, accountId, sql`and t.seq in (${list}) order by t.seq`);
}

async function readLines(ctx: Ctx, accountId: string, which: SQL): Promise<StatementLine[]> {
  const rows = await ctx.db.execute<LineText>(sql`
    select t.seq::text, t.id, t.at, t.kind, t.amount::text, t.note, t.reference, t.actor_name, t.hold_id, t.lot_id,
      t.pending_after::text as pending, t.available_after::text as available, t.held_after::text as held,
      (select purpose from credit_holds h where h.id = t.hold_id) as purpose,
      (select origin from credit_lots l where l.id = t.lot_id) as origin,
      (select jsonb_object_agg(book, sum) from (
        select book, sum(amount)::text from credit_entries e
        where e.account_id = t.account_id and e.seq = t.seq group by book) s) as changes
    from credit_transactions t where t.account_id = ${accountId} ${which}`);
  return rows.map((row) => ({
    seq: BigInt(row.seq),
    id: row.id,
    at: new Date(row.at),
    kind: row.kind,
    amount: BigInt(row.amount),
    note: row.note,
    reference: row.reference,
    actorName: row.actor_name,
    holdId: row.hold_id,
    purpose: row.purpose,
    lotId: row.lot_id,
    origin: row.origin,
    changes: Object.fromEntries(Object.entries(row.changes).map(([book, amount]) => [book, BigInt(amount)])),
    pending: BigInt(row.pending),
    available: BigInt(row.available),
    held: BigInt(row.held),
  }));
}

export interface PeriodTotals {
  opening: Pick<Standing, "pending" | "available" | "held">;
  closing: Pick<Standing, "pending" | "available" | "held">;
  /** The number of the last transaction in it, or of the last before it. */
  upTo: bigint;
}

/** How the books stood before the period and after it, in one read. */
export async function readPeriod(ctx: Ctx, accountId: string, period: Period): Promise<PeriodTotals> {
  const last = (which: SQL) => sql`
    select seq, pending_after, available_after, held_after from credit_transactions t
    where t.account_id = ${accountId} ${which} order by t.seq desc limit 1`;
  const [row] = await ctx.db.execute<Record<string, string | null>>(sql`
    select c.seq::text, o.pending_after::text as op, o.available_after::text as oa, o.held_after::text as oh,
      c.pending_after::text as cp, c.available_after::text as ca, c.held_after::text as ch
    from (select 1) one
    left join lateral (${last(period.from ? sql`and t.at < ${instant(period.from)}` : sql`and false`)}) o on true
    left join lateral (${last(period.to ? sql`and t.at < ${instant(period.to)}` : sql``)}) c on true`);
  const of = (prefix: "o" | "c") => ({
    pending: BigInt(row?.[`${prefix}p`] ?? 0),
    available: BigInt(row?.[`${prefix}a`] ?? 0),
    held: BigInt(row?.[`${prefix}h`] ?? 0),
  });
  return { opening: of("o"), closing: of("c"), upTo: BigInt(row?.["seq"] ?? 0) };
}

function within({ from, to }: Period): SQL {
  return sql`
    ${from ? sql`and t.at >= ${instant(from)}` : sql``}
    ${to ? sql`and t.at < ${instant(to)}` : sql``}`;
}

// An instant that a reader chose may lie where PostgreSQL has no years, and nothing happened.
const FIRST = new Date("1970-01-01T00:00:00Z");
const LAST = new Date("9999-01-01T00:00:00Z");

function bounded(date: Date): Date {
  return date < FIRST ? FIRST : date > LAST ? LAST : date;
}

function instant(date: Date): SQL {
  return sql`${bounded(date).toISOString()}::timestamptz`;
}
