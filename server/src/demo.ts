import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { keepDemoKey, makeDemoAccount } from "./accounts/index.ts";
import { giveDemoCredits } from "./credits/index.ts";
import { makeBell } from "./platform/bell.ts";
import { sandboxClock, systemClock } from "./platform/clock.ts";
import { BadConfig, readConfig } from "./platform/config.ts";
import { makeContext } from "./platform/context.ts";
import { openDatabase } from "./platform/db/database.ts";
import { APP_ROLE } from "./platform/db/roles.ts";
import { makeLog } from "./platform/log.ts";
import { systemRandom } from "./platform/random.ts";
import { makeSeal } from "./platform/seal.ts";
import { readAhead } from "./sandbox/index.ts";
import { makeDemoPools } from "./reservations/index.ts";
import { SYSTEM } from "./values/actor.ts";

// Makes the account that a newcomer signs in to, or brings it up to date: DEMO_EMAIL with
// DEMO_PASSWORD, credit to try with, pools to book
// from, and a key in the file DEMO_KEY_FILE if that is named.

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
  // What is given to it expires by the clock that the servers go by.
  const clock = sandboxClock(systemClock);
  if (config.SANDBOX) clock.moveTo(await readAhead(database));
  const bell = makeBell(database.sql, systemClock, log);
  const seal = makeSeal(config.BERTH_SECRET, systemRandom);
  const platform = { db: database.db, clock, random: systemRandom, log, bell, seal };
  const demo = await makeDemoAccount(makeContext(platform, SYSTEM), { email, password });
  await giveDemoCredits(makeContext(platform, SYSTEM), demo.accountId);
  await makeDemoPools(makeContext(platform, SYSTEM));
  if (keyFile) {
    const kept = existsSync(keyFile) ? readFileSync(keyFile, "utf8").trim() : "";
    const key = await keepDemoKey(makeContext(platform, demo), database.sql, kept);
    if (key !== kept) writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  }
  await bell.close();
  await database.close();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The demo account could not be made: ${reason}`);
  process.exit(1);
}
