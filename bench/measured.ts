import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PlainFailure } from "../scripts/plain-failure.ts";
import { openLog, readTail } from "../scripts/processes/log-file.ts";
import { findAnyPort } from "../scripts/processes/ports.ts";
import { ask } from "./ask.ts";
import { onServerCore } from "./machine.ts";

/** A server that is measured: a process of its own, alone on its core, that tells what it used. */
export type Measured = {
  port: number;
  /** Processor time so far. */
  cpuMs: () => Promise<number>;
  /** Memory resident once garbage is collected. */
  rssBytes: () => Promise<number>;
  /** The most memory that was ever resident. */
  peakRssBytes: () => Promise<number>;
  /** How many there are of each kind of thing that could be left behind. */
  alive: () => Promise<Record<string, number>>;
  /** Something happens that it is to tell its subscribers. */
  tell: (message: object) => void;
  stop: () => Promise<void>;
};

export type Server = {
  name: string;
  args: string[];
  cwd?: string;
  env: Record<string, string>;
  ready?: string;
};

type Reading = { cpuMs: number; rssBytes: number; peakRssBytes: number; alive: Record<string, number> };

const gauge = join(import.meta.dirname, "gauge.ts");
const started = new Set<ChildProcess>();

export async function startMeasured(server: Server, folder: string): Promise<Measured> {
  const port = await findAnyPort();
  const logFile = join(folder, `${server.name}.log`);
  const log = openLog(logFile);
  const [program, args] = onServerCore(process.execPath, ["--import", gauge, ...server.args]);
  const child = spawn(program, args, {
    cwd: server.cwd ?? import.meta.dirname,
    env: { ...process.env, NODE_ENV: "production", ...server.env, PORT: String(port) },
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  started.add(child);
  child.once("exit", () => started.delete(child));
  await untilReady(`http://127.0.0.1:${port}${server.ready ?? "/"}`, child, () => {
    return new PlainFailure(`${server.name} did not start. The end of its log:\n${readTail(logFile, 20)}`);
  });

  const read = (what: "cpu" | "memory" | "alive") => ask<Reading>(child, server.name, { read: what });
  return {
    port,
    cpuMs: async () => (await read("cpu")).cpuMs,
    rssBytes: async () => (await read("memory")).rssBytes,
    peakRssBytes: async () => (await read("cpu")).peakRssBytes,
    alive: async () => (await read("alive")).alive,
    tell: (message) => void child.send(message),
    stop: () => end(child),
  };
}

/** For when the bench is interrupted. */
export async function stopAllMeasured(): Promise<void> {
  await Promise.all([...started].map(end));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function untilReady(url: string, child: ChildProcess, failure: () => PlainFailure): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw failure();
    const status = await fetch(url).then(
      (response) => response.status,
      () => 503,
    );
    if (status < 500) return;
    await sleep(50);
  }
  throw failure();
}
