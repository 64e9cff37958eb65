import { spawnSync } from "node:child_process";
import postgres from "postgres";
import { PlainFailure } from "../scripts/plain-failure.ts";
import { openTestDatabase } from "../scripts/testing/test-database.ts";

export type Database = {
  url: string;
  sql: postgres.Sql;
  description: string;
  close: () => Promise<void>;
};

/** A database of the bench's own, migrated, on the server of DATABASE_URL or one that is gone afterwards. */
export async function openDatabase(migrate: string): Promise<Database> {
  const server = await openTestDatabase();
  const name = `berth_bench_${process.pid}`;
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`).catch((error: unknown) => {
    throw new PlainFailure(`The bench needs to make a database and may not: ${String(error)}`);
  });
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const migrated = spawnSync(process.execPath, [migrate], {
    env: { ...process.env, DATABASE_URL: url.href },
    encoding: "utf8",
  });
  if (migrated.status !== 0)
    throw new PlainFailure(`The bench's database was not migrated: ${migrated.stderr}`);
  const sql = postgres(url.href, { max: 4, onnotice: () => {} });
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  return {
    url: url.href,
    sql,
    description: `PostgreSQL ${row?.version ?? ""}${process.env["DATABASE_URL"] ? ", from DATABASE_URL" : ""}`,
    async close() {
      await sql.end({ timeout: 2 });
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end({ timeout: 2 });
      await server.stop();
    },
  };
}
