import type { Sql } from "../platform/db/database.ts";
import type { Position } from "../values/cursor.ts";
import type { Topic } from "./catalog.ts";

export interface Happened {
  position: Position;
  at: Date;
  accountId: string | null;
  topic: Topic;
  subject: string | null;
  actorName: string;
  payload: unknown;
}

interface Row {
  xid: string;
  id: string;
  at: string;
  account_id: string | null;
  topic: Topic;
  subject: string | null;
  actor_name: string;
  payload: unknown;
}

const columns = (sql: Sql) => sql`xid::text, id::text, at, account_id, topic, subject, actor_name, payload`;

function toHappened(row: Row): Happened {
  return {
    position: { xid: BigInt(row.xid), id: BigInt(row.id) },
    at: new Date(row.at),
    accountId: row.account_id,
    topic: row.topic,
    subject: row.subject,
    actorName: row.actor_name,
    payload: row.payload,
  };
}

export interface Page {
  events: Happened[];
  /** Everything up to here has been read. */
  upTo: Position;
  /** The page is full: there may be more. */
  full: boolean;
  /** Rows exist that a transaction still running keeps out of reach: look again soon. */
  held: boolean;
}

/** Above every id of a transaction: the place behind its last row. */
const LAST_ID = 2n ** 63n - 1n;

/**
 * The next events in their one order. Only rows of transactions older than any that still runs are
 * taken: a row with a smaller number can then no longer appear behind the reader's back. One
 * statement reads rows and horizon, so that both are of the same snapshot.
 */
export async function readAfter(sql: Sql, after: Position, limit: number): Promise<Page> {
  const rows = await sql<(Partial<Row> & { horizon: string; held: boolean })[]>`
    select s.horizon::text, e.*, exists (select from events where xid >= s.horizon) as held
    from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) s
    left join lateral (
      select ${columns(sql)} from events
      where (events.xid, events.id) > (${after.xid.toString()}::xid8, ${after.id.toString()}::bigint)
        and events.xid < s.horizon
      order by events.xid, events.id limit ${limit}
    ) e on true
    order by e.xid::bigint, e.id::bigint`;
  const found = rows.filter((row): row is Row & { horizon: string; held: boolean } => row.xid != null);
  const events = found.map(toHappened);
  const full = events.length === limit;
  const last = events.at(-1);
  return {
    events,
    upTo: full && last ? last.position : placeBefore(BigInt(rows[0]?.horizon ?? "1")),
    full,
    held: rows[0]?.held ?? false,
  };
}

function placeBefore(horizon: bigint): Position {
  return { xid: horizon - 1n, id: LAST_ID };
}

/** The events of one account, or of the market, between two places: what a reader missed. */
export async function readBetween(
  sql: Sql,
  range: {
    accountId: string | null;
    topics: readonly Topic[];
    after: Position;
    upTo: Position;
    limit: number;
  },
): Promise<Happened[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)} from events
    where ${range.accountId === null ? sql`account_id is null` : sql`account_id = ${range.accountId}`}
      and topic = any(${range.topics as Topic[]})
      and (xid, id) > (${range.after.xid.toString()}::xid8, ${range.after.id.toString()}::bigint)
      and (xid, id) <= (${range.upTo.xid.toString()}::xid8, ${range.upTo.id.toString()}::bigint)
    order by xid, id limit ${range.limit}`;
  return rows.map(toHappened);
}

/** The last place that a reader may begin from, and the last that is no longer kept. */
export async function readEnds(sql: Sql): Promise<{ head: Position; floor: Position }> {
  const [row] = await sql<{ horizon: string; xid: string; id: string }[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, xid::text, id::text from events_forgotten`;
  if (!row) throw new Error("the table events_forgotten has no row");
  return { head: placeBefore(BigInt(row.horizon)), floor: { xid: BigInt(row.xid), id: BigInt(row.id) } };
}
