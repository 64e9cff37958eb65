import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./step.ts";

export const root = join(import.meta.dirname, "../..");

export interface Tool {
  package: string;
  /** The program's name where the package has several. */
  command?: string;
  arguments: string[];
  /** A folder under the root: where it runs, and whose node_modules holds it. */
  folder?: string;
}

/** What a program printed is its output, and `answer` is the part of it on standard output alone. */
export interface Finished extends Outcome {
  answer: string;
}

/** Runs a package's own program under this very Node, so that no shell and no PATH has a say. */
export function runTool(tool: Tool): Promise<Finished> {
  const folder = join(root, tool.folder ?? ".");
  const home = join(folder, "node_modules", tool.package);
  const { bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Manifest;
  const program = typeof bin === "string" ? bin : bin[tool.command ?? tool.package];
  if (!program) throw new Error(`${tool.package} has no program named ${tool.command ?? tool.package}`);
  return runNode([join(home, program), ...tool.arguments], folder);
}

interface Manifest {
  bin: string | Record<string, string>;
}

// Nothing of the check speaks to the network.
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

export function runNode(args: readonly string[], folder: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const answer: Buffer[] = [];
    const printed: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      answer.push(chunk);
      printed.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ ok: code === 0, output: textOf(printed).trim(), answer: textOf(answer) });
    });
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
