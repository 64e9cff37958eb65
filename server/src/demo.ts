import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createApiKey, findKeyBySecret, makeDemoAccount } from "./accounts/index.ts";
import { makeBell } from "./platform/bell.ts";
import { systemClock } from "./platform/clock.ts";
import { BadConfig, readConfig } from "./platform/config.ts";
import { makeContext } from "./platform/context.ts";
import { openDatabase } from "./platform/db/database.ts";
import { APP_ROLE } from "./platform/db/roles.ts";
import { makeLog } from "./platform/log.ts";
import { systemRandom } from "./platform/random.ts";
import { type Person, SYSTEM } from "./values/actor.ts";

// Makes the account that a newcomer signs in to, or brings it up to date: DEMO_EMAIL with
// DEMO_PASSWORD, and a key in the file DEMO_KEY_FILE if that is named.

try {
  const config = readConfig(process.env);
  const log = makeLog(config.LOG_LEVEL);
  const { DEMO_EMAIL: email, DEMO_PASSWORD: password, DEMO_KEY_FILE: keyFile } = process.env;
  if (!email || !password) throw new BadConfig("DEMO_EMAIL and DEMO_PASSWORD must be set");
  const database = openDatabase({
    url: config.DATABASE_URL,
    pool: 2,
    clock: systemClock,
    log,
    name: "berth-demo",
    role: APP_ROLE,
  });
  const bell = makeBell(database.sql, systemClock, log);
  const platform = { db: database.db, clock: systemClock, random: systemRandom, log, bell };
  const demo = await makeDemoAccount(makeContext(platform, SYSTEM), { email, password });
  if (keyFile) await keepKey(demo, keyFile);
  await bell.close();
  await database.close();

  /** A key that was shown is nowhere to be had again, so one that still works is left alone. */
  async function keepKey(person: Person, file: string): Promise<void> {
    const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    if (await findKeyBySecret(database.sql, kept)) return;
    const { secret } = await createApiKey(makeContext(platform, person), {
      name: "demo",
      scopes: ["read", "accounts:write"],
    });
    writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  }
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The demo account could not be made: ${reason}`);
  process.exit(1);
}
