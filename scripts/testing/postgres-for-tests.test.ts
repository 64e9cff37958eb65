import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPostmaster } from "../postgres/postmaster.ts";
import { isRunning } from "../processes/identity.ts";
import { berthPath } from "../stack/folder.ts";

/** Opens a database for tests in a process of its own, as a whole test run would. */
async function startRun() {
  const program = `
    import { openTestDatabase } from ${JSON.stringify(import.meta.resolve("./test-database.ts"))};
    const database = await openTestDatabase();
    process.once("SIGTERM", () => database.stop().then(() => process.exit(0)));
    console.log("open");
    setInterval(() => {}, 1000);`;
  const { DATABASE_URL: _, ...env } = process.env;
  const args = ["--input-type=module", "--eval", program];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const record = readFileSync(berthPath("test-runs", `${child.pid}.json`), "utf8");
  const { folder } = JSON.parse(record) as { folder: string };
  const postmaster = findPostmaster(join(folder, "postgres/data"));
  if (!postmaster) throw new Error("the database that was opened does not run");
  return { child, folder, postgres: postmaster.process };
}

async function end(child: Awaited<ReturnType<typeof startRun>>["child"], signal: NodeJS.Signals) {
  child.kill(signal);
  await once(child, "exit");
}

test("a run that ends takes its database with it", async () => {
  const run = await startRun();
  await end(run.child, "SIGTERM");
  expect(isRunning(run.postgres)).toBe(false);
  expect(existsSync(run.folder)).toBe(false);
});

test("a run that was killed has its database ended by the next one", async () => {
  const killed = await startRun();
  await end(killed.child, "SIGKILL");
  expect(isRunning(killed.postgres)).toBe(true);

  const next = await startRun();
  expect(isRunning(killed.postgres)).toBe(false);
  expect(existsSync(killed.folder)).toBe(false);
  expect(isRunning(next.postgres)).toBe(true);
  await end(next.child, "SIGTERM");
});
