import type { PgDatabase } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { socketWithDeadline } from "./answer-deadline.ts";
import { preparing } from "./prepared.ts";

/** What a store reads and writes through: the database, or a transaction in it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

/** The driver itself, for statements on hot paths and for LISTEN. */
export type Sql = postgres.Sql;

export interface Database {
  db: PostgresJsDatabase;
  sql: Sql;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  pool: number;
  clock: Clock;
  log: Log;
  name: string;
  /** The role that the program works as once connected; it owns no table and may not alter any. */
  role?: string;
  /** How long one answer may take before the connection is given up. */
  deadlineMs?: number;
}

export function openDatabase(options: DatabaseOptions): Database {
  const { clock, deadlineMs = 10_000 } = options;
  const sql = postgres(options.url, {
    max: options.pool,
    // A connection attempt and a statement each end well before the deadline of the answer.
    connect_timeout: 5,
    // One thing at a time on a connection: see answer-deadline.ts.
    max_pipeline: 0,
    idle_timeout: 60,
    max_lifetime: 60 * 30,
    // The default grows to minutes; a database that is back should be noticed within a second.
    backoff: (retries: number) => Math.min(0.05 * 2 ** Math.min(retries, 4), 0.5),
    onnotice: (notice) => options.log.debug({ notice: notice["message"] }, "notice from PostgreSQL"),
    connection: {
      application_name: options.name,
      statement_timeout: Math.round(deadlineMs * 0.8),
      idle_in_transaction_session_timeout: deadlineMs * 2,
      ...(options.role && { role: options.role }),
    },
    socket: ({ host, port }: { host: string[]; port: number[] }) =>
      socketWithDeadline(clock, host[0] ?? "127.0.0.1", port[0] ?? 5432, deadlineMs),
  } as postgres.Options<Record<string, never>>);
  return { db: drizzle(preparing(sql)), sql, close: () => sql.end({ timeout: 5 }) };
}
