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
    const clearing = clearDead(file);
    if (clearing) return clearing;
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

/**
 * Removes a lock whose holder has ended, one at a time: whoever sees the dead a moment later would remove the lock of
 * whoever came in between. Answers who is at it, if somebody is.
 */
function clearDead(file: string): { holder: Holder } | null {
  const clearing = takeLock(`${file}.clearing`);
  if ("holder" in clearing) return clearing;
  try {
    const holder = readHolder(file);
    if (holder !== undefined && !(holder && isRunning(holder))) rmSync(file, { force: true });
    return null;
  } finally {
    clearing.release();
  }
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

/** Undefined where nobody has it, and null where it cannot be said who. */
function readHolder(file: string): Holder | null | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}
