import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removePostgres } from "../postgres.ts";
import { findAnyPort } from "../processes/ports.ts";
import { type KeptPostgres, keepPostgres } from "./kept.ts";
import { findPostmaster } from "./postmaster.ts";

// A PostgreSQL is made and ended for each, which takes a busy machine its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let place: string;
let logFile: string;
let said: string[];
let kept: KeptPostgres;

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), "berth-kept-"));
  // PostgreSQL may have to run as somebody who is not us.
  chmodSync(place, 0o711);
  logFile = join(place, "logs/postgres.log");
  mkdirSync(join(place, "logs"));
  said = [];
  const say = (line: string) => void said.push(line);
  kept = await keepPostgres({ folder: join(place, "postgres"), logFile, port: await findAnyPort(), say });
});

afterEach(async () => {
  await kept.stop();
  await removePostgres(join(place, "postgres"));
  rmSync(place, { recursive: true });
});

const running = () => findPostmaster(join(kept.home, "data"))?.process.pid;

function killPostgres(): void {
  const pid = running();
  if (pid) process.kill(pid, "SIGQUIT");
}

test("one that ends is brought up again at its address; where that fails, why is said, and it is tried again", async () => {
  const first = running();
  rmSync(join(place, "logs"), { recursive: true });
  killPostgres();
  await expect.poll(() => said.length, { timeout: 30_000 }).toBe(2);
  expect(said[0]).toMatch(/^PostgreSQL ended \(.*postgres\.log\)\. Starting it again in 1 s\.$/);
  expect(said[1]).toMatch(/no such file.*\. Starting it again in 2 s\.$/);
  mkdirSync(join(place, "logs"));
  await expect.poll(() => running() ?? first, { timeout: 30_000 }).not.toBe(first);
});

test("where one of its processes crashes it ends, so that it is said and brought up by who keeps it", async () => {
  const first = running();
  const sql = postgres(kept.url, { max: 1, onnotice: () => {} });
  const [{ pid } = { pid: 0 }] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  process.kill(pid, "SIGABRT");
  await expect.poll(() => said, { timeout: 30_000 }).toEqual([expect.stringMatching(/^PostgreSQL ended /)]);
  await expect.poll(() => running() ?? first, { timeout: 30_000 }).not.toBe(first);
  await sql.end({ timeout: 1 });
});

test("it is stopped also while it cannot be brought up again", async () => {
  rmSync(join(place, "logs"), { recursive: true });
  killPostgres();
  await expect.poll(() => said.length, { timeout: 30_000 }).toBe(2);
  await kept.stop();
  const count = said.length;
  mkdirSync(join(place, "logs"));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect([said.length, running()]).toEqual([count, undefined]);
});
