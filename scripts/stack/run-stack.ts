// Brings all of Berth up, keeps it up, and takes it down in order: who asks before who answers, the database last.
// Killed outright, it leaves its programs running; each is written down, and the next start ends them first.
import { setTimeout as sleep } from "node:timers/promises";
import { styleText } from "node:util";
import { PlainFailure } from "../plain-failure.ts";
import { followLog, rotateLog } from "../processes/log-file.ts";
import { runProgram, type Program } from "../processes/program.ts";
import { ProcessRecords } from "../processes/records.ts";
import { startService, type RunningService, type Service } from "../processes/service.ts";
import { together } from "../processes/together.ts";
import { build } from "./build.ts";
import { openDatabase, type Database } from "./database.ts";
import { berthPath, openBerthFolder } from "./folder.ts";
import { untilInterrupted } from "./interruption.ts";
import { takeLock, type Lock } from "./lock.ts";
import { choosePorts } from "./ports.ts";
import { consoleUrl, definePrograms, type Mode, type Programs } from "./programs.ts";
import { summarise } from "./summary.ts";

type Up = { database: Database | null; services: RunningService[] };

export async function runStack(mode: Mode): Promise<void> {
  openBerthFolder();
  const lock = await lockCheckout();
  const stopping = new AbortController();
  const up: Up = { database: null, services: [] };
  const interrupted = untilInterrupted({ again: () => killAll(up) }).then(() => {
    say("Stopping");
    stopping.abort();
  });

  try {
    await bringUp(up, lock, mode, stopping.signal);
    await interrupted;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    stopping.abort();
    lock.tell({ stopping: true });
    await takeDown(up);
    lock.release();
  }
  say("Stopped; everything is kept in .berth/");
}

async function bringUp(up: Up, lock: Lock, mode: Mode, signal: AbortSignal): Promise<void> {
  const startedAt = Number(process.env["BERTH_COMMAND_AT"] ?? Date.now());
  const records = new ProcessRecords(berthPath("running.json"));
  const left = await records.endLeft();
  if (left.length > 0) say(`Ended what an earlier start had left running: ${left.join(", ")}`);

  const database = await prepare(up, mode, records, signal);
  const { ports, steppedAround } = await choosePorts();
  const programs = definePrograms(mode, database.url, ports);
  await startPrograms(up, programs, records, signal);
  if (mode === "development") followLogs(programs, signal);

  lock.tell({ url: consoleUrl(ports) });
  say(
    summarise({
      mode,
      ports,
      demo: programs.demo,
      hasSlack: programs.slackDouble === null,
      database: database.description,
      steppedAround: [...database.steppedAround, ...steppedAround],
      seconds: (Date.now() - startedAt) / 1000,
    }),
  );
}

async function prepare(up: Up, mode: Mode, records: ProcessRecords, signal: AbortSignal): Promise<Database> {
  const opening = openDatabase(say);
  await together(signal, [
    async () => (up.database = await opening),
    async (signal) => mode === "product" && build(records, { signal, say }),
  ]);
  return opening;
}

// The server asks the market and reads the database as soon as it runs, so both are there first.
async function startPrograms(
  up: Up,
  { migration, demoAccount, simulator, server, console, slackDouble, slackBot }: Programs,
  records: ProcessRecords,
  signal: AbortSignal,
): Promise<void> {
  const start = (service: Service) => (signal: AbortSignal) => {
    signal.throwIfAborted();
    const started = startService(service, records, { signal, say });
    up.services.push(started);
    return started.ready;
  };
  const run = (program: Program) => (signal: AbortSignal) => {
    rotateLog(program.logFile);
    return runProgram(program, records, signal);
  };
  await together(signal, [start(simulator), run(migration), ...(slackDouble ? [start(slackDouble)] : [])]);
  // The bot follows the demo account with its key, and waits by itself for an API that is not there yet.
  const tell = async (signal: AbortSignal) => {
    await run(demoAccount)(signal);
    await start(slackBot)(signal);
  };
  await together(signal, [start(server), start(console), tell]);
}

function followLogs({ simulator, server, console, slackBot }: Programs, signal: AbortSignal): void {
  for (const { name, logFile } of [simulator, server, console, slackBot]) {
    void followLog(logFile, (line) => say(`${styleText("dim", name.padEnd(10))}${line}`), signal);
  }
}

async function takeDown({ database, services }: Up): Promise<void> {
  for (const service of services.toReversed()) await service.stop();
  await database?.stop();
}

function killAll({ database, services }: Up): void {
  say("Ending everything at once");
  for (const service of services) service.kill();
  database?.kill();
}

async function lockCheckout(): Promise<Lock> {
  for (;;) {
    const lock = takeLock(berthPath("start.lock"));
    if (!("holder" in lock)) return lock;
    const { pid, url, stopping } = lock.holder;
    if (!stopping) {
      throw new PlainFailure(
        url
          ? `Berth already runs from this checkout: ${url} (process ${pid}).`
          : `Berth is already being started from this checkout (process ${pid}).`,
      );
    }
    await sleep(100);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
