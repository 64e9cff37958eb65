import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readIfThere } from "./private-file.ts";

// A lock is a file with the number of the process that has it; one whose process is gone is taken over. In a container
// the next process often has the number of the one that was killed, so a word that only this run knows stands beside it;
// and after a boot any process may have it, so which boot it was does, too, where the system tells.

const RUN = randomUUID();
const BOOT = bootId();

/** Null where it is ours now, and else the process that has it. */
export function takeLock(file: string): number | null {
  while (!claim(file)) {
    const found = readIfThere(file);
    const holder = holderOf(found ?? "");
    if (holder !== null) return holder;
    // One at a time: who sees the dead a moment later would remove the lock of who came in between.
    const clearing = takeLock(`${file}.clearing`);
    if (clearing !== null) return clearing;
    if (readIfThere(file) === found) releaseLock(file);
    releaseLock(`${file}.clearing`);
  }
  return null;
}

export function releaseLock(file: string): void {
  rmSync(file, { force: true });
}

/** A link is there with its content or not at all, so nobody reads a lock that is still being written. */
function claim(file: string): boolean {
  const written = `${file}.${RUN}`;
  try {
    writeFileSync(written, `${process.pid} ${RUN} ${BOOT}`, { mode: 0o600 });
    linkSync(written, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(written, { force: true });
  }
}

function holderOf(text: string): number | null {
  const [number, run, boot = BOOT] = text.split(" ");
  if (boot !== BOOT) return null;
  const holder = Number(number);
  const isThere = holder === process.pid ? run === RUN : isAlive(holder);
  return isThere ? holder : null;
}

function isAlive(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
