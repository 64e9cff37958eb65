import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stack/folder.ts";
import { add, oneFailed, tallyOf, type Tally, type VitestReport } from "./tally.ts";

export type VitestRun = {
  projects: readonly string[];
  filters: string[];
  env: Record<string, string>;
  flags?: string[];
  /** Where its report goes. */
  folder: string;
  signal: AbortSignal;
};

/** Runs vitest in front of the person and counts what its report says. */
export async function runVitest(run: VitestRun): Promise<Tally> {
  const report = join(run.folder, `${run.projects.join("-")}.json`);
  rmSync(report, { force: true });
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    ...run.projects.flatMap((project) => ["--project", project]),
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ...(run.flags ?? []),
    // A word may fit the files of one part only.
    ...(run.filters.length > 0 ? ["--passWithNoTests", ...run.filters] : []),
  ];
  const code = await runInFront(args, run.env, run.signal);
  const counted = readReport(report);
  if (!counted) return oneFailed;
  // Some failures are no test's: too little coverage, or a promise nobody awaited. They show in the exit code alone.
  return code !== 0 && counted.failed === 0 ? add(counted, oneFailed) : counted;
}

function runInFront(
  args: string[],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const end = () => child.kill("SIGTERM");
    signal.addEventListener("abort", end);
    child.once("error", reject);
    child.once("close", (code) => {
      signal.removeEventListener("abort", end);
      resolve(code);
    });
  });
}

function readReport(path: string): Tally | null {
  try {
    return tallyOf(JSON.parse(readFileSync(path, "utf8")) as VitestReport);
  } catch {
    return null;
  }
}
