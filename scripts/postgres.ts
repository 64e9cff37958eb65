// Starts the PostgreSQL that came with the packages: real PostgreSQL, no server to install, also as root. Its
// process outlives its starter when that one is killed outright; the next start on the same folder finds it in
// postmaster.pid and takes it over. Data is safe either way: durable clusters sync every commit.
import { spawn } from "node:child_process";
import { closeSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { PlainFailure } from "./plain-failure.ts";
import { findBinaries, programPath } from "./postgres/binaries.ts";
import { openDataFolder, type DataFolder } from "./postgres/data-folder.ts";
import { findPostmaster, stopPostmaster, type Postmaster } from "./postgres/postmaster.ts";
import { chooseRunner, type Runner } from "./postgres/runner.ts";
import { signal } from "./processes/ending.ts";
import { findCommandLine, findProcess, isRunning, type ProcessIdentity } from "./processes/identity.ts";
import { openLog, rotateLog, shown } from "./processes/log-file.ts";
import { findFreePort } from "./processes/ports.ts";

export { getServerVersion } from "./postgres/server-version.ts";

export type PostgresOptions = {
  /** Where everything of this PostgreSQL lives. */
  folder: string;
  /** Where its own messages go. */
  logFile: string;
  /** The port it should have; a taken one is stepped over. */
  port?: number;
  /**
   * A durable one keeps what it acknowledged through a power cut, and the url leads to the database `berth` as its
   * owner. One that is not is fast, is deleted when it stops, and the url is its superuser's, for tests that make
   * databases.
   */
  durable: boolean;
};

export type RunningPostgres = {
  url: string;
  /** Where its files are: the asked folder, or one that the user it has to run as can reach. */
  home: string;
  port: number;
  process: ProcessIdentity;
  /** True when it ran already, left by a starter that was killed. */
  takenOver: boolean;
  /** Settles when it ends, for whatever reason. */
  ended: Promise<void>;
  stop: () => Promise<void>;
  /** Ends it at once. Nothing acknowledged is lost; the next start recovers from the log. */
  kill: () => void;
};

type Launched = { postmaster: Postmaster; ended: Promise<void> };

const database = "berth";
const startsWithinMs = 120_000;
/** What clients that ask already are told, which is not why it did not start. */
const toOthers = "FATAL:  the database system is";

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const runner = chooseRunner(options.folder, findBinaries());
  const data = await openDataFolder(runner, options);
  const left = await findUsable(runner, data);
  const { postmaster, ended } = left ?? (await launch(runner, data, options));
  const { process, port } = postmaster;

  return {
    url: options.durable
      ? await openDatabase(port, data.password)
      : address({ user: "postgres", password: data.password, port, name: "postgres" }),
    home: runner.home,
    port,
    process,
    takenOver: left !== null,
    ended,
    async stop() {
      await stopPostmaster(process, data.path, runner.binaries);
      if (!options.durable) rmSync(runner.home, { recursive: true, force: true });
    },
    kill: () => signal(process.pid, "SIGQUIT"),
  };
}

/** Ends what a killed starter left on a folder and deletes the folder. */
export async function removePostgres(folder: string): Promise<void> {
  const runner = chooseRunner(folder, findBinaries());
  const data = join(runner.home, "data");
  const left = findPostmaster(data);
  if (left) await stopPostmaster(left.process, data, runner.binaries);
  rmSync(runner.home, { recursive: true, force: true });
}

// One left behind is taken over when it is the one we would start ourselves; an older version's is ended.
async function findUsable(runner: Runner, data: DataFolder): Promise<Launched | null> {
  const found = findPostmaster(data.path);
  if (!found) return null;
  const commandLine = findCommandLine(found.process.pid);
  const isOurs = commandLine === null || commandLine.startsWith(programPath(runner.binaries, "postgres"));
  const postmaster = isOurs ? await untilReady(found.process, data.path) : null;
  if (postmaster) return { postmaster, ended: untilGone(postmaster.process) };
  await stopPostmaster(found.process, data.path, runner.binaries);
  return null;
}

async function launch(runner: Runner, data: DataFolder, options: PostgresOptions): Promise<Launched> {
  const deadline = Date.now() + startsWithinMs;
  rotateLog(options.logFile);
  for (let wanted = options.port ?? 5433; ;) {
    const port = await findFreePort(wanted);
    const alreadyLogged = statSync(options.logFile, { throwIfNoEntry: false })?.size ?? 0;
    const { process, ended } = await spawnPostmaster(runner, data.path, port, options);
    const postmaster = await untilReady(process, data.path);
    if (postmaster) return { postmaster, ended };

    const said = readFileSync(options.logFile).subarray(alreadyLogged).toString();
    if (Date.now() > deadline || !/could not bind|still in use|"postmaster\.pid" already exists/.test(said)) {
      throw new PlainFailure(`PostgreSQL did not start: ${gist(said)} (${shown(options.logFile)}).`);
    }
    // Either somebody took the port in between, or the last processes of a killed PostgreSQL are still ending.
    if (said.includes("could not bind")) wanted = port + 1;
    else await sleep(200);
  }
}

async function spawnPostmaster(
  runner: Runner,
  data: string,
  port: number,
  { durable, logFile }: PostgresOptions,
): Promise<{ process: ProcessIdentity; ended: Promise<void> }> {
  const settings = Object.entries({ ...settingsFor(port), ...(durable ? durableSettings : fastSettings) });
  const [program = "", ...args] = [
    ...runner.prefix,
    programPath(runner.binaries, "postgres"),
    ...["-D", data],
    ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const log = openLog(logFile);
  const child = spawn(program, args, {
    cwd: runner.home,
    stdio: ["ignore", log, log],
    // In a group of its own, so that Ctrl-C on the terminal does not end it before its clients are done.
    detached: true,
    ...runner.user,
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) =>
      reject(
        new PlainFailure(
          `The PostgreSQL that came with Berth does not run on this system (${error.message}). ` +
            `Set DATABASE_URL to a PostgreSQL 15 or later.`,
        ),
      ),
    );
  });
  const pid = child.pid ?? 0;
  return { process: findProcess(pid) ?? { pid, startedAt: "ended" }, ended };
}

function settingsFor(port: number): Record<string, string | number> {
  return {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
  };
}

// Whoever keeps it up starts it again, and says why it ended. Where it restarts within itself, and what it restarts fails
// at once because there is no room for the log, PostgreSQL 18 sometimes stays as it is: up, and open to nobody, for ever.
const durableSettings = { restart_after_crash: "off" };

// What a crash would lose does not matter in tests. synchronous_commit stays on: it costs nothing without fsync,
// and tests may ask for it.
const fastSettings = {
  fsync: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: 0,
  max_wal_size: "2GB",
  max_connections: 300,
};

// postmaster.pid names the process and its state; "ready" is written once it takes connections.
async function untilReady(process: ProcessIdentity, data: string): Promise<Postmaster | null> {
  const deadline = Date.now() + startsWithinMs;
  while (isRunning(process) && Date.now() < deadline) {
    const postmaster = findPostmaster(data);
    if (postmaster?.ready && postmaster.process.pid === process.pid) return postmaster;
    await sleep(10);
  }
  return null;
}

async function untilGone(process: ProcessIdentity): Promise<void> {
  while (isRunning(process)) await sleep(1_000, undefined, { ref: false });
}

async function openDatabase(port: number, password: string): Promise<string> {
  const sql = postgres(address({ user: "postgres", password, port, name: "postgres" }), {
    max: 1,
    onnotice: () => {},
  });
  try {
    const [role] = await sql`select from pg_roles where rolname = ${database}`;
    if (!role) await sql.unsafe(`create role ${database}`);
    // The server gets no superuser, as it would get none from anybody who runs a PostgreSQL for it. It may make the
    // lesser role it works as, and become that one.
    await sql.unsafe(`
      alter role ${database} login createrole password '${password}';
      alter role ${database} set createrole_self_grant = 'set, inherit'`);
    const [found] = await sql`select from pg_database where datname = ${database}`;
    if (!found) await sql.unsafe(`create database ${database} owner ${database}`);
  } finally {
    await sql.end({ timeout: 1 });
  }
  return address({ user: database, password, port, name: database });
}

function address(to: { user: string; password: string; port: number; name: string }): string {
  return `postgres://${to.user}:${to.password}@127.0.0.1:${to.port}/${to.name}`;
}

function gist(said: string): string {
  const lines = said
    .trim()
    .split("\n")
    .filter((line) => !line.includes(toOthers));
  const telling =
    lines.find((line) => /FATAL|PANIC|error while loading|not found/.test(line)) ?? lines.at(-1) ?? "";
  return telling.replace(/^.*?(FATAL|PANIC): +/, "") || "it said nothing";
}
