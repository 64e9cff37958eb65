import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { importReferencePrices } from "./savings/index.ts";
import { makeBell } from "./platform/bell.ts";
import { systemClock } from "./platform/clock.ts";
import { readConfig } from "./platform/config.ts";
import { makeContext } from "./platform/context.ts";
import { openDatabase } from "./platform/db/database.ts";
import { APP_ROLE } from "./platform/db/roles.ts";
import { makeLog } from "./platform/log.ts";
import { systemRandom } from "./platform/random.ts";
import { makeSeal } from "./platform/seal.ts";
import { SYSTEM } from "./values/actor.ts";

// Imports the price file of a large cloud, a plain one or one that ends with .gz, into the database of the environment that the
// server runs with. Which file that is stands in docs/reference-prices.md.

const USAGE = `Usage: import-reference-prices FILE --cloud aws|gcp|azure --source WHERE-FROM`;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { source: { type: "string" }, cloud: { type: "string" } },
  });
  const [path, ...more] = positionals;
  if (!path || more.length > 0) throw new Error(USAGE);
  const { DATABASE_URL: url, BERTH_SECRET: secret } = readConfig(process.env);
  const log = makeLog("warn");
  const clock = systemClock;
  const database = openDatabase({ url, pool: 2, clock, log, name: "berth-import", role: APP_ROLE });
  const bell = makeBell(database.sql, clock, log);
  try {
    const ctx = makeContext(
      { db: database.db, clock, random: systemRandom, log, bell, seal: makeSeal(secret, systemRandom) },
      SYSTEM,
    );
    const name = basename(path);
    const file = {
      name,
      open() {
        const stored = createReadStream(path);
        // What goes wrong with the one is told by the other, to whoever reads it.
        return name.endsWith(".gz") ? pipeline(stored, createGunzip(), () => {}) : stored;
      },
    };
    const asked = { cloud: values.cloud ?? "", source: values.source ?? "" };
    const { added, known } = await importReferencePrices(ctx, asked, file);
    console.log(`${added} prices were imported; ${known} were known, and are as they were.`);
  } finally {
    await bell.close();
    await database.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
