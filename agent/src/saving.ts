import { spawn } from "node:child_process";

export interface Saved {
  state: "saved" | "failed";
  /** What the command ended with; null where it did not, and was ended. */
  exitStatus: number | null;
}

const KILL_AFTER_MS = 2_000;

/** Runs a command and all that it begins for so many seconds at most. */
export function runToSave(command: string, seconds: number): Promise<Saved> {
  // Not withResolvers, which Node 18 does not have.
  let resolve: (saved: Saved) => void = () => {};
  const promise = new Promise<Saved>((done) => (resolve = done));
  const child = spawn("/bin/sh", ["-c", command], { stdio: "ignore", detached: true });
  const signal = (name: NodeJS.Signals) => {
    try {
      // The whole group, because a shell that ends leaves what it began.
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // It is gone.
    }
  };
  let isLate = false;
  const timers = [
    setTimeout(() => {
      isLate = true;
      signal("SIGTERM");
      timers.push(setTimeout(() => signal("SIGKILL"), KILL_AFTER_MS));
    }, seconds * 1000),
  ];
  const end = (exitStatus: number | null) => {
    // What ignores being asked is not waited for, and its own timer ends it.
    if (!isLate) for (const timer of timers) clearTimeout(timer);
    resolve({ state: exitStatus === 0 ? "saved" : "failed", exitStatus });
  };
  child.once("error", () => end(-1));
  child.once("exit", (code) => end(isLate ? null : (code ?? -1)));
  return promise;
}
