// Everything that can be wrong, in one command: the check, then the tests by the three kinds in vitest.config.ts,
// each with what it needs made ready first. It closes with one line of counts.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { prepareBrowser } from "./browser.ts";
import { PlainFailure } from "./plain-failure.ts";
import { ProcessRecords } from "./processes/records.ts";
import { build } from "./stack/build.ts";
import { openBerthFolder } from "./stack/folder.ts";
import { untilInterrupted } from "./stack/interruption.ts";
import { readSelection, type Part } from "./testing/parts.ts";
import { runChecks } from "./testing/run-checks.ts";
import { runVitest } from "./testing/run-vitest.ts";
import { add, closingLine, nothing, oneFailed, type Tally } from "./testing/tally.ts";
import { openTestDatabase, type TestDatabase } from "./testing/test-database.ts";

const { parts, filters } = readSelection(process.argv.slice(2));
const interrupted = new AbortController();
const { signal } = interrupted;
void untilInterrupted({ again: () => process.exit(1) }).then(() => interrupted.abort());

openBerthFolder();
const folder = mkdtempSync(join(tmpdir(), "berth-run-"));
let database: TestDatabase | undefined;
let tally = nothing;
try {
  if (parts.has("check")) await count("Check", () => runChecks({ fix: false }));
  const inProcess = (["rules", "world"] as const).filter((part) => parts.has(part));
  // Fetching a browser is mostly waiting, so it is done beside what comes before it is needed.
  const browser = parts.has("e2e") ? prepareBrowser(console.log) : null;
  browser?.catch(() => {});
  if (inProcess.length > 0) await count(inProcess.join(" and "), () => runInProcess(inProcess));
  if (browser) await count("e2e", () => runEndToEnd(browser));
} finally {
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${closingLine(tally)}`);
process.exit(tally.failed > 0 ? 1 : 0);

/** Runs one part; one that cannot even run is a failure, with its reason, and the others still have their turn. */
async function count(title: string, run: () => Promise<Tally>): Promise<void> {
  if (signal.aborted) return;
  console.log(`\n${styleText("bold", title)}\n`);
  const cutShort = once(signal, "abort").then(() => {
    throw new PlainFailure("The tests were interrupted.");
  });
  try {
    tally = add(tally, await Promise.race([run(), cutShort]));
  } catch (error) {
    console.error(error instanceof PlainFailure ? error.message : error);
    tally = add(tally, oneFailed);
  }
}

async function runInProcess(projects: readonly Part[]): Promise<Tally> {
  // Part of the tests covers part of the server, so it is only asked of the whole.
  const isWhole = projects.length === 2 && filters.length === 0;
  return runVitest({
    projects,
    filters,
    env: projects.includes("world") ? await databaseEnv() : {},
    flags: isWhole ? ["--coverage"] : [],
    folder,
    signal,
  });
}

async function runEndToEnd(browser: Promise<string>): Promise<Tally> {
  await build(new ProcessRecords(join(folder, "running.json")), { signal, say: console.log });
  const env = { ...(await databaseEnv()), BERTH_BROWSER: await browser };
  return runVitest({ projects: ["e2e"], filters, env, folder, signal });
}

async function databaseEnv(): Promise<{ TEST_DATABASE_URL: string }> {
  database ??= await openTestDatabase();
  return { TEST_DATABASE_URL: database.url };
}
