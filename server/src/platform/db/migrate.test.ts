import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DRIZZLE_FOLDER } from "../../testing/paths.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { systemClock } from "../clock.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrateDatabase } from "./migrate.ts";

let world: World;
let owner: Database;
const folder = mkdtempSync(join(tmpdir(), "berth-migrations-"));
beforeAll(async () => {
  world = await makeWorld({ pool: 4 });
  owner = openDatabase({ url: world.url, pool: 2, clock: systemClock, log: world.log, name: "owner" });
});
afterAll(async () => {
  await owner?.close();
  await world?.close();
  rmSync(folder, { recursive: true });
});

interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

/** The migrations there are, and one more. */
function withOneMore(statement: string): string {
  cpSync(DRIZZLE_FOLDER, folder, { recursive: true });
  const file = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
  const last = journal.entries.at(-1);
  if (!last) throw new Error("there is no migration");
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: "one_more" });
  writeFileSync(file, JSON.stringify(journal));
  writeFileSync(join(folder, "one_more.sql"), statement);
  return folder;
}

test("G59: a migration that waits for somebody keeps nobody else waiting, and is made once it may be", async () => {
  const { sql } = world.database;
  let answered = 0;
  let loading = true;
  const failed: unknown[] = [];
  const load = Array.from({ length: 3 }, async () => {
    while (loading)
      await sql`select name from accounts`.then(
        () => answered++,
        (error: unknown) => failed.push(error),
      );
  });

  let migrating: Promise<void> | undefined;
  await owner.sql.begin(async (reader) => {
    await reader`select name from accounts`;
    migrating = migrateDatabase(world.url, withOneMore('ALTER TABLE "accounts" ADD COLUMN "more" text'), 50);
    const isWaiting = async () => {
      const rows = await owner.sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%ADD COLUMN "more"%'`;
      return rows.length > 0;
    };
    while (!(await isWaiting()));
    // Whoever asks now comes after it. Behind a migration that waits as long as it takes they would all wait for us.
    for (const before = answered; answered < before + 200;) await owner.sql`select 1`;
  });
  await migrating;
  loading = false;
  await Promise.all(load);
  expect(failed).toEqual([]);
  expect(await owner.sql`select more from accounts`).toEqual([]);
});

test("G59: where nothing is to be done, no table is taken from whoever uses it", async () => {
  await owner.sql.begin(async (worker) => {
    await worker`select from graphile_worker._private_jobs, accounts, events`;
    await expect(migrateDatabase(world.url, folder, 50)).resolves.toBeUndefined();
  });
});
