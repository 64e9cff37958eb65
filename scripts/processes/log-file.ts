import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { relative } from "node:path";
import { setInterval } from "node:timers/promises";
import { explainUnwritable } from "../plain-failure.ts";

const earlierKept = 3;
const bytesMax = 50 * 1024 * 1024;

/** Begins a log anew: `server.log` becomes `server.log.1`, that one `.2`, and the oldest goes. */
export function rotateLog(path: string): void {
  shiftEarlier(path);
  if (exists(path)) renameSync(path, `${path}.1`);
}

/** Keeps a log from filling the disk. Its writers append, so cutting it under them only moves them to the start. */
export async function keepLogSmall(path: string, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of setInterval(60_000, undefined, { signal, ref: false })) {
      cutWhenLarge(path);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A file descriptor to append to. Programs get a file, not a pipe, so that they live on when their starter dies. */
export function openLog(path: string): number {
  try {
    return openSync(path, "a", 0o600);
  } catch (error) {
    throw explainUnwritable(error, path);
  }
}

/** A path as the person who ran the command would type it. */
export function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

export function readTail(path: string, lines: number): string {
  if (!exists(path)) return "";
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** Shows each line of a log as it is written. */
export async function followLog(
  path: string,
  show: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let read = 0;
  let unfinished = "";
  const buffer = Buffer.alloc(64 * 1024);
  const readNew = (): void => {
    if (!exists(path)) return;
    const file = openSync(path, "r");
    try {
      if (statSync(path).size < read) read = 0;
      for (let count = 0; (count = readSync(file, buffer, 0, buffer.length, read)) > 0; read += count) {
        const lines = (unfinished + buffer.toString("utf8", 0, count)).split("\n");
        unfinished = lines.pop() ?? "";
        lines.forEach(show);
      }
    } finally {
      closeSync(file);
    }
  };
  try {
    for await (const _ of setInterval(200, undefined, { signal, ref: false })) readNew();
  } catch (error) {
    if (!signal.aborted) throw error;
    readNew();
  }
}

// A disk that refuses is asked again in a minute; whoever keeps programs running does not end for their logs.
function cutWhenLarge(path: string): void {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= bytesMax) cut(path);
  } catch {}
}

// Making room comes first: on a disk that has none for the copy, what would be copied is given up.
function cut(path: string): void {
  shiftEarlier(path);
  try {
    copyFileSync(path, `${path}.1`);
  } catch {
    rmSync(`${path}.1`, { force: true });
  }
  truncateSync(path);
}

function shiftEarlier(path: string): void {
  rmSync(`${path}.${earlierKept}`, { force: true });
  for (let age = earlierKept - 1; age >= 1; age--) {
    if (exists(`${path}.${age}`)) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
