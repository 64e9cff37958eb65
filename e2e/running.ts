import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

// The programs of the product, started as they are built.

export const root = join(import.meta.dirname, "..");

export interface Running {
  name: string;
  process: ChildProcess;
  /** What it printed, for when a test fails. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export function launch(
  name: string,
  file: string,
  env: Record<string, string>,
  flags: string[] = [],
): Running {
  const child = spawn(process.execPath, ["--enable-source-maps", join(root, file), ...flags], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (data: Buffer) => {
    output = (output + data.toString()).slice(-20_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    name,
    process: child,
    output: () => output,
    async kill(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

export async function runToEnd(file: string, env: Record<string, string>): Promise<void> {
  const running = launch(file, file, env);
  await new Promise<void>((resolve, reject) => {
    running.process.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${file} ended with ${code}:\n${running.output()}`)),
    );
  });
}

export async function untilReady(url: string, running: Running): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (running.process.exitCode !== null) break;
    const response = await fetch(url, { redirect: "manual" }).catch(() => null);
    if (response && response.status < 400) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the ${running.name} did not get ready:\n${running.output()}`);
}
