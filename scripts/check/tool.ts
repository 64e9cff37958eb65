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

/** Runs a package's own program under this very Node, so that no shell and no PATH has a say. */
export function runTool(tool: Tool): Promise<Outcome> {
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

/** What it prints is its finding; a program that ends well but prints is still content. */
export function runNode(args: readonly string[], folder: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const printed: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ ok: code === 0, output: Buffer.concat(printed).toString("utf8").trim() });
    });
  });
}
