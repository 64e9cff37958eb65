import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { PlainFailure } from "../scripts/plain-failure.ts";

// Servers that are measured have one core for themselves; the database, the load and this process
// have the others. So what a server gets is one core, and it shares it with no other part of the bench.

const SERVER_CORE = "0";

/** Asked before this process takes less than all. */
export const cores = availableParallelism();

export function takeOtherCores(): void {
  if (process.platform !== "linux" || spawnSync("taskset", ["--version"]).status !== 0) {
    throw new PlainFailure("The bench pins processes to cores with `taskset`, so it runs on Linux only.");
  }
  if (cores < 2) throw new PlainFailure("The bench needs two cores: one for the server, one for the load.");
  // Children inherit it. A thread that ends while they are gone through makes it fail; then again.
  let pinned;
  for (let attempt = 0; attempt < 10 && pinned?.status !== 0; attempt++) {
    pinned = spawnSync("taskset", [
      "--all-tasks",
      "--cpu-list",
      "--pid",
      `1-${cores - 1}`,
      String(process.pid),
    ]);
  }
  if (pinned?.status !== 0)
    throw new PlainFailure(`The bench could not pin itself: ${String(pinned?.stderr)}`);
}

/** The words that start a program on the core of the measured servers. */
export function onServerCore(program: string, args: readonly string[]): [string, string[]] {
  return ["taskset", ["--cpu-list", SERVER_CORE, program, ...args]];
}

/** How many subscribers the limit on open files allows, at most those wanted. */
export function affordableSubscribers(wanted: number): number {
  const asked = spawnSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" });
  const limit = Number(asked.stdout.trim());
  // A socket is one file of each side's, and each side has some of its own.
  return Number.isNaN(limit) ? wanted : Math.max(0, Math.min(wanted, limit - 500));
}
