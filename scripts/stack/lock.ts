import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { explainUnwritable } from "../plain-failure.ts";
import { findProcess, isRunning, type ProcessIdentity } from "../processes/identity.ts";

/** Who holds a lock, and what they want others to know. */
export type Holder = ProcessIdentity & Note;

type Note = { url?: string; stopping?: true };

export type Lock = {
  /** Tells others where the holder can be found, or that they need not wait long; where it can be written. */
  tell: (note: Note) => void;
  release: () => void;
};

/** Takes the lock, or answers who has it. A lock whose holder has ended is free. */
export function takeLock(file: string): Lock | { holder: Holder } {
  const self = findProcess(process.pid) ?? { pid: process.pid, startedAt: "unknown" };
  while (!claim(file, self)) {
    const holder = readHolder(file);
    if (holder && isRunning(holder)) return { holder };
    rmSync(file, { force: true });
  }
  return {
    tell(note) {
      try {
        writeFileSync(`${file}.new`, JSON.stringify({ ...self, ...note }));
        renameSync(`${file}.new`, file);
      } catch {
        // Who holds it is still said; a full disk keeps nobody from starting or stopping.
      }
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Does something that only one process may do at a time, after those who came earlier. */
export async function withLock<T>(file: string, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  let lock = takeLock(file);
  while ("holder" in lock) {
    await sleep(200, undefined, { signal });
    lock = takeLock(file);
  }
  try {
    return await act();
  } finally {
    lock.release();
  }
}

// A link appears with its content or not at all, so nobody reads a lock that is still being written.
function claim(file: string, self: ProcessIdentity): boolean {
  const written = `${file}.${self.pid}`;
  try {
    writeFileSync(written, JSON.stringify(self));
    linkSync(written, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw explainUnwritable(error, file);
  } finally {
    rmSync(written, { force: true });
  }
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return null;
  }
}
