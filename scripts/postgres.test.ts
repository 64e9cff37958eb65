import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { isRunning, type ProcessIdentity } from "./processes/identity.ts";
import { findFreePort } from "./processes/ports.ts";
import { getServerVersion, removePostgres, startPostgres } from "./postgres.ts";

let fresh: string;
let place: string;
let folder: string;
let logFile: string;

// Making a data folder takes long, so the tests that only need one begin with a copy.
beforeAll(async () => {
  fresh = makePlace();
  const first = await startPostgres({
    folder: join(fresh, "postgres"),
    logFile: join(fresh, "log"),
    port: 5700,
    durable: true,
  });
  await first.stop();
});

beforeEach(() => {
  place = makePlace();
  folder = join(place, "postgres");
  logFile = join(place, "postgres.log");
});

afterEach(async () => {
  await removePostgres(folder);
  rmSync(place, { recursive: true });
});

afterAll(() => rmSync(fresh, { recursive: true }));

function makePlace(): string {
  const path = mkdtempSync(join(tmpdir(), "berth-postgres-"));
  // PostgreSQL may have to run as somebody who is not us.
  chmodSync(path, 0o711);
  return path;
}

const copyFresh = () => cpSync(join(fresh, "postgres"), folder, { recursive: true });
const start = (durable = true) => startPostgres({ folder, logFile, port: 5700, durable });

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1 });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

/** Starts PostgreSQL from a process of its own and kills that one the hard way. */
async function startAndKillTheStarter(): Promise<ProcessIdentity> {
  const program = `
    import { startPostgres } from ${JSON.stringify(import.meta.resolve("./postgres.ts"))};
    const started = await startPostgres(${JSON.stringify({ folder, logFile, port: 5700, durable: true })});
    console.log(JSON.stringify(started.process));`;
  const starter = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(starter.stdout, "data")) as [Buffer];
  starter.kill("SIGKILL");
  await once(starter, "exit");
  return JSON.parse(said.toString()) as ProcessIdentity;
}

test("it starts as whoever runs this, keeps data over a restart, and stops", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 'safe' as word");
  await first.stop();
  expect(isRunning(first.process)).toBe(false);

  const second = await start();
  expect(await query(second.url, "select word from kept")).toEqual([{ word: "safe" }]);
  await second.stop();
});

test("acknowledged means on disk, and the server is no superuser", async () => {
  copyFresh();
  const { url, stop } = await start();
  const [settings] = await query(
    url,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            current_setting('is_superuser') as superuser, current_setting('server_encoding') as encoding`,
  );
  expect(settings).toEqual({ fsync: "on", commit: "on", superuser: "off", encoding: "UTF8" });
  await query(url, "create extension btree_gist");
  await stop();
});

test("a wrong password is refused", async () => {
  copyFresh();
  const { url, stop } = await start();
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(query(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
  await stop();
});

test("one whose starter was killed is taken over", async () => {
  copyFresh();
  const left = await startAndKillTheStarter();
  expect(isRunning(left)).toBe(true);
  const started = await start();
  expect(started).toMatchObject({ takenOver: true, process: left });
  await started.stop();
  expect(isRunning(left)).toBe(false);
  await started.ended;
});

test("killed outright itself, it starts again with what it had acknowledged", async () => {
  copyFresh();
  const first = await start();
  await query(first.url, "create table kept as select 1 as one");
  process.kill(first.process.pid, "SIGKILL");
  await first.ended;

  const second = await start();
  expect(second.takenOver).toBe(false);
  expect(await query(second.url, "select one from kept")).toEqual([{ one: 1 }]);
  await second.stop();
});

test("a number in postmaster.pid that is another program's now does not stop it", async () => {
  copyFresh();
  const first = await start();
  const pidFile = join(folder, "data/postmaster.pid");
  const lines = readFileSync(pidFile, "utf8").split("\n");
  await first.stop();
  writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join("\n"));

  const second = await start();
  expect(second.takenOver).toBe(false);
  await second.stop();
});

test("a taken port is stepped around", async () => {
  const first = await start();
  const other = join(place, "other");
  const second = await startPostgres({
    folder: other,
    logFile: `${logFile}2`,
    port: first.port,
    durable: false,
  });
  expect(second.port).toBeGreaterThan(first.port);
  await second.stop();
  await first.stop();
});

test("one for tests is a superuser's and is gone once stopped", async () => {
  const { url, stop } = await start(false);
  await query(url, "create database another");
  await stop();
  expect(existsSync(folder)).toBe(false);
});

test("a first start cut short is begun again", async () => {
  mkdirSync(join(folder, "data.unfinished/base"), { recursive: true });
  const { url, stop } = await start();
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  await stop();
});

test("data of another major version is said in one sentence", async () => {
  mkdirSync(join(folder, "data"), { recursive: true });
  writeFileSync(join(folder, "data/PG_VERSION"), "12\n");
  await expect(start()).rejects.toThrow(/was written by PostgreSQL 12/);
});

test("a folder that cannot be one is said in one sentence", async () => {
  writeFileSync(join(place, "file"), "");
  const inFile = startPostgres({ folder: join(place, "file/postgres"), logFile, port: 5700, durable: true });
  await expect(inFile).rejects.toThrow(/^Berth cannot write to .*file\/postgres \(E[A-Z]+\)\./);
});

test("the version of somebody else's server is asked", async () => {
  copyFresh();
  const { url, stop } = await start();
  expect(await getServerVersion(url)).toMatch(/^18\./);
  await stop();
});

test.each([
  ["not an address", "berth", /^DATABASE_URL is not an address/],
  ["nothing there", "postgres://ada:secret@127.0.0.1:PORT/berth", /nothing answers there/],
])("DATABASE_URL with %s is said in one sentence, without its password", async (_, url, sentence) => {
  const unused = await findFreePort(5900);
  const asked = getServerVersion(url.replace("PORT", String(unused)));
  await expect(asked).rejects.toThrow(sentence);
  await expect(asked).rejects.not.toThrow("secret");
});
