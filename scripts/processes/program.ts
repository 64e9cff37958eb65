import { spawn, type ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import { PlainFailure } from "../plain-failure.ts";
import { signalGroup } from "./ending.ts";
import { findProcess } from "./identity.ts";
import { openLog, readTail, shown } from "./log-file.ts";
import type { ProcessRecords } from "./records.ts";

/** Something Berth runs on this Node: what it is called, its words, where, with which environment and log. */
export type Program = {
  name: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  logFile: string;
};

export type Started = {
  process: ChildProcess;
  /** How it ended, in words: "exit code 1", "SIGKILL". */
  ended: Promise<string>;
};

export function startProgram(program: Program, records: ProcessRecords): Started {
  const log = openLog(program.logFile);
  const child = spawn(process.execPath, program.args, {
    cwd: program.cwd,
    env: { ...process.env, ...program.env },
    stdio: ["ignore", log, log],
    // It leads a group of its own: Ctrl-C reaches only its starter, which ends all in order.
    detached: true,
  });
  closeSync(log);
  const identity = child.pid === undefined ? null : findProcess(child.pid);
  if (identity) records.add({ ...identity, name: program.name });

  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => {
    if (!identity) return;
    // Whatever it started and left behind would hold its port.
    signalGroup(identity.pid, "SIGKILL");
    records.remove(identity);
  });
  return { process: child, ended };
}

/** Runs a program to its end; anything but exit code 0 is a failure that shows what it said last. */
export async function runProgram(
  program: Program,
  records: ProcessRecords,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const { process: child, ended } = startProgram(program, records);
  const end = () => child.pid !== undefined && signalGroup(child.pid, "SIGKILL");
  signal.addEventListener("abort", end);
  const how = await ended;
  signal.removeEventListener("abort", end);
  signal.throwIfAborted();
  if (how !== "exit code 0") throw failureOf(program, how);
}

export function failureOf(program: Program, how: string): PlainFailure {
  const tail = readTail(program.logFile, 20);
  const said = tail ? `The end of its log:\n\n${tail.replaceAll(/^/gm, "  ")}\n` : "It logged nothing.";
  return new PlainFailure(`The ${program.name} failed (${how}). ${said}\n  ${shown(program.logFile)}`);
}
