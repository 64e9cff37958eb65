import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hasEnded, signal } from "../processes/ending.ts";
import { findCommandLine, findProcess, type ProcessIdentity } from "../processes/identity.ts";
import { programPath, type Binaries } from "./binaries.ts";

/** What a running PostgreSQL says of itself in its data folder. */
export type Postmaster = { process: ProcessIdentity; port: number; ready: boolean };

/**
 * The PostgreSQL that runs on this data folder, whoever started it. A file left by one that was killed outright is
 * removed, for PostgreSQL itself would take any process that got the same number since for its own kind. (Two on
 * one folder stay impossible: PostgreSQL finds the shared memory of another by the folder, not by this file.)
 */
export function findPostmaster(data: string): Postmaster | null {
  const file = join(data, "postmaster.pid");
  const [pid, , , port, , , , status] = readLines(file);
  if (!pid) return null;
  const found = findProcess(Number(pid));
  if (!found || !isPostgresOn(found.pid, data)) {
    rmSync(file, { force: true });
    return null;
  }
  return { process: found, port: Number(port), ready: status?.trim() === "ready" };
}

/** Ends a PostgreSQL: politely, then (as after a power cut, and as safe) at once. */
export async function stopPostmaster(
  postmaster: ProcessIdentity,
  data: string,
  binaries: Binaries,
): Promise<void> {
  if (process.platform === "win32") {
    spawnSync(programPath(binaries, "pg_ctl"), ["stop", "-D", data, "-m", "fast", "-w"], { stdio: "ignore" });
    return;
  }
  // Fast: clients are sent away, what was acknowledged is written, the next start needs no recovery.
  signal(postmaster.pid, "SIGINT");
  if (await hasEnded(postmaster, 20_000)) return;
  signal(postmaster.pid, "SIGQUIT");
  if (await hasEnded(postmaster, 5_000)) return;
  signal(postmaster.pid, "SIGKILL");
  await hasEnded(postmaster, 5_000);
}

function isPostgresOn(pid: number, data: string): boolean {
  // Windows does not show another program's command line without further tools; the file must do.
  if (process.platform === "win32") return true;
  const commandLine = findCommandLine(pid) ?? "";
  return commandLine.includes("postgres") && commandLine.includes(data);
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
