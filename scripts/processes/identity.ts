import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * A process that can be found again. A pid alone names nobody: the system gives it to another process once its
 * owner is gone. The pid and the moment the process started name one process for ever.
 */
export type ProcessIdentity = { pid: number; startedAt: string };

/** The process behind a pid, or null when it has ended. */
export function findProcess(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === "linux" ? startOnLinux(pid) : startElsewhere(pid);
  return startedAt === null ? null : { pid, startedAt };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return findProcess(identity.pid)?.startedAt === identity.startedAt;
}

/** The command line of a process as one text, or null when it has ended or belongs to a system that does not say. */
export function findCommandLine(pid: number): string | null {
  if (process.platform === "linux") {
    const text = readOrNull(`/proc/${pid}/cmdline`);
    return text === null ? null : text.replaceAll("\0", " ").trim() || null;
  }
  return process.platform === "win32" ? null : ask("ps", ["-o", "command=", "-p", String(pid)]);
}

function startOnLinux(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in parentheses and may hold spaces, so counting starts behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  // A zombie has ended; only nobody has asked for its exit code, as in containers whose first process never does.
  if (state === "Z" || state === "X") return null;
  const ticksSinceBoot = fields[19];
  return `${readOrNull("/proc/sys/kernel/random/boot_id")?.trim()} ${ticksSinceBoot}`;
}

function startElsewhere(pid: number): string | null {
  if (process.platform === "win32") {
    return ask("powershell", ["-NoProfile", "-Command", `(Get-Process -Id ${pid}).StartTime.Ticks`]);
  }
  const answer = ask("ps", ["-o", "stat=,lstart=", "-p", String(pid)]);
  return answer === null || answer.startsWith("Z") ? null : answer.replace(/^\S+\s+/, "");
}

function ask(program: string, args: string[]): string | null {
  const { status, stdout } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  return status === 0 ? stdout.trim() || null : null;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
