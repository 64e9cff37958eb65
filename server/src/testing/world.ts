import postgres from "postgres";
import { inject } from "vitest";
import { type Bell, makeBell } from "../platform/bell.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { type Ctx, makeContext, type Platform } from "../platform/context.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { APP_ROLE } from "../platform/db/roles.ts";
import { type Log, makeLog } from "../platform/log.ts";
import { type Random, systemRandom } from "../platform/random.ts";
import { makeSeal } from "../platform/seal.ts";
import { type Actor, SYSTEM } from "../values/actor.ts";
import { MovableClock } from "./clock.ts";

/** What a test of verbs stands in: its own database, a clock that it moves, and ids that count. */
export interface World {
  clock: MovableClock;
  log: Log;
  database: Database;
  platform: Platform;
  bell: Bell;
  url: string;
  ctx(actor?: Actor): Ctx;
  close(): Promise<void>;
}

interface WorldOptions {
  pool?: number;
  log?: Log;
  /** What the platform goes by, where it is not the machine's clock itself. */
  clockOf?: (machine: MovableClock) => Clock;
}

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const { url, drop } = await cloneDatabase();
  const clock = new MovableClock();
  const log = options.log ?? makeLog(process.env["TEST_LOG"] ?? "silent");
  const database = openDatabase({
    url,
    pool: options.pool ?? 4,
    // Deadlines of sockets are real time: what is asked of a real database really takes it.
    clock: systemClock,
    log,
    name: "berth-test",
    role: APP_ROLE,
  });
  const bell = makeBell(database.sql, systemClock, log);
  const random = countingRandom();
  const seal = makeSeal("a secret of no worth, for a world of no worth", systemRandom);
  const platform: Platform = {
    db: database.db,
    clock: options.clockOf?.(clock) ?? clock,
    random,
    log,
    bell,
    seal,
  };
  return {
    clock,
    log,
    database,
    platform,
    bell,
    url,
    ctx: (actor = SYSTEM) => makeContext(platform, actor),
    async close() {
      await bell.close();
      await database.close();
      await drop();
    },
  };
}

let clones = 0;

/** A fresh, migrated database of the test's own. */
async function cloneDatabase(): Promise<{ url: string; adminUrl: string; drop(): Promise<void> }> {
  const adminUrl = inject("adminUrl");
  const name = `${inject("template")}_${process.pid}_${++clones}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  // A template as small as this is copied in a quarter of the time that writing it to the log takes.
  await admin.unsafe(`create database ${name} template ${inject("template")} strategy file_copy`);
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    adminUrl,
    async drop() {
      const again = postgres(adminUrl, { max: 1, onnotice: () => {} });
      await again.unsafe(`drop database if exists ${name} with (force)`);
      await again.end();
    },
  };
}

function countingRandom(): Random {
  let count = 0n;
  return {
    bytes(length) {
      count += 1n;
      const bytes = new Uint8Array(length);
      for (let at = length - 1, rest = count; at >= 0 && rest > 0n; at--, rest >>= 8n)
        bytes[at] = Number(rest & 255n);
      return bytes;
    },
  };
}
