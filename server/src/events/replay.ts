import type { Sql } from "../platform/db/database.ts";
import { isAfter, type Position } from "../values/cursor.ts";
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

/**
 * The next events in their one order. Only rows of transactions older than any that still runs are
 * taken: a row with a smaller number can then no longer appear behind the reader's back. One
 * statement reads rows and horizon, so that both are of the same snapshot.
 *
 * A place is always that of an event. The horizon itself would be one too many: the number of a
 * transaction that changed nothing lasting (a NOTIFY, a rollback) is given out again when PostgreSQL
 * comes back from a crash, and a reader placed behind it would pass over the event that bears it then.
 */
export async function readAfter(sql: Sql, after: Position, limit: number): Promise<Page> {
  const rows = await sql<(Partial<Row> & { held: boolean })[]>`
    select e.*, exists (select from events where xid >= s.horizon) as held
    from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) s
    left join lateral (
      select ${columns(sql)} from events
      where (events.xid, events.id) > (${after.xid.toString()}::xid8, ${after.id.toString()}::bigint)
        and events.xid < s.horizon
      order by events.xid, events.id limit ${limit}
    ) e on true
    order by e.xid::bigint, e.id::bigint`;
  const found = rows.filter((row): row is Row & { held: boolean } => row.xid != null);
  const events = found.map(toHappened);
  return {
    events,
    upTo: events.at(-1)?.position ?? after,
    full: events.length === limit,
    held: rows[0]?.held ?? false,
  };
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
    order by events.xid, events.id limit ${range.limit}`;
  return rows.map(toHappened);
}

/** What happened to one thing of an account, the newest first. */
export async function readOfSubject(
  sql: Sql,
  of: { accountId: string; subject: string; limit: number },
): Promise<Happened[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)} from events
    where account_id = ${of.accountId} and subject = ${of.subject}
    order by events.xid desc, events.id desc limit ${of.limit}`;
  return rows.map(toHappened);
}

/** The last place that a reader may begin from, and the last that is no longer kept. */
export async function readEnds(sql: Sql): Promise<{ head: Position; floor: Position }> {
  const [row] = await sql<{ xid: string; id: string; last_xid: string | null; last_id: string | null }[]>`
    select f.xid::text, f.id::text, e.xid::text as last_xid, e.id::text as last_id
    from events_forgotten f left join lateral (
      select xid, id from events where events.xid < pg_snapshot_xmin(pg_current_snapshot())
      order by events.xid desc, events.id desc limit 1
    ) e on true`;
  if (!row) throw new Error("the table events_forgotten has no row");
  const floor = { xid: BigInt(row.xid), id: BigInt(row.id) };
  const last = { xid: BigInt(row.last_xid ?? 0), id: BigInt(row.last_id ?? 0) };
  return { head: isAfter(last, floor) ? last : floor, floor };
}
