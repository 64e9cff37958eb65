import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type ProcessIdentity } from "./identity.ts";

/** Waits until a process that need not be our child has ended; false when it outlives the wait. */
export async function hasEnded(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(identity)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Sends a signal; that the process has ended meanwhile is no trouble. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/**
 * Tells a program to end, or ends it with all it started. Asking is for the program alone, which then sees to its
 * own children; ending is for the whole group, which every program started here leads.
 */
export function signalGroup(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  if (process.platform === "win32")
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" });
  else signal(name === "SIGKILL" ? -pid : pid, name);
}
