import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { LRUCache } from "lru-cache";
import type { Db, Sql } from "./database.ts";

// A statement that the database has prepared takes one journey instead of two, and is neither parsed nor
// planned anew. The builder's own way never prepares. A connection keeps what it prepared for as long
// as it lives, and what can be searched for makes statements without number: so only those that come
// again and again are prepared, and only so many.

const OFTEN = 5;
const PREPARED_MOST = 100;

const dialect = new PgDialect();
const asked = new LRUCache<string, number>({ max: 1_000 });
const hot = new Set<string>();

/**
 * Runs a statement of a hot path. A row is a list of values in the order of their columns: to give each
 * forty names takes thirty times as long. Large numbers and instants are text, as the driver reads them.
 */
export async function runPrepared<Row extends readonly unknown[]>(
  db: Db,
  statement: SQL,
): Promise<readonly Row[]> {
  return (await ask(db, statement).values()) as unknown as Row[];
}

/** As `runPrepared`, where a row or two of a few columns come: each with the names of its columns. */
export async function runPreparedByName<Row extends object>(db: Db, statement: SQL): Promise<readonly Row[]> {
  return (await ask(db, statement)) as unknown as Row[];
}

function ask(db: Db, statement: SQL) {
  // A transaction has its connection for itself, and the builder keeps it one step further in.
  const { $client, session } = db as Db & { $client?: Sql; session?: { client?: Sql } };
  const client = $client ?? session?.client;
  if (!client) throw new Error("this is no database of the driver");
  const { sql: text, params } = dialect.sqlToQuery(statement);
  return client.unsafe(text, params as never[], { prepare: isHot(text) });
}

function isHot(text: string): boolean {
  if (hot.has(text)) return true;
  const times = (asked.get(text) ?? 0) + 1;
  asked.set(text, times);
  if (times < OFTEN || hot.size >= PREPARED_MOST) return false;
  hot.add(text);
  asked.delete(text);
  return true;
}
