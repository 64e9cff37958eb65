import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlainFailure } from "../plain-failure.ts";
import { rotateLog, shown } from "../processes/log-file.ts";
import { runProgram } from "../processes/program.ts";
import type { ProcessRecords } from "../processes/records.ts";
import { together } from "../processes/together.ts";
import { berthPath, root } from "./folder.ts";
import { withLock } from "./lock.ts";
import { stampOf } from "./stamp.ts";

type Target = {
  name: string;
  folder: string;
  /** Everything the outcome depends on. */
  inputs: string[];
  /** What must not be there before: it is no source, yet the build would read it. */
  leftovers: string[];
  /** What must be there afterwards. */
  output: string;
  /** The package and the program in it that builds, with its words. */
  tool: { package: string; program: string; args: string[] };
};

const shared = ["pnpm-lock.yaml", "patches"];
const targets: Target[] = [
  {
    name: "server",
    folder: "server",
    inputs: [...shared, "server"],
    leftovers: [],
    output: "server/dist/main.js",
    tool: { package: "rolldown", program: "rolldown", args: ["--config"] },
  },
  {
    name: "agent",
    folder: "agent",
    inputs: [...shared, "agent"],
    leftovers: [],
    output: "agent/dist/berth-agent.mjs",
    tool: { package: "rolldown", program: "rolldown", args: ["--config"] },
  },
  {
    name: "command line",
    folder: "cli",
    inputs: [...shared, "cli", "client-sdk"],
    leftovers: [],
    output: "cli/dist/berth.mjs",
    tool: { package: "rolldown", program: "rolldown", args: ["--config"] },
  },
  {
    name: "Slack bot",
    folder: "slack",
    inputs: [...shared, "slack", "client-sdk"],
    leftovers: [],
    output: "slack/dist/berth-slack.mjs",
    tool: { package: "rolldown", program: "rolldown", args: ["--config"] },
  },
  {
    name: "console",
    folder: "client",
    inputs: [...shared, "client", "client-sdk/src/money.ts", "schema.graphql"],
    // The development server generates types that are stale by now and fail the build's type check.
    leftovers: ["client/.next/dev/types"],
    output: "client/.next/BUILD_ID",
    tool: { package: "next", program: "next", args: ["build"] },
  },
];

/** Builds what is missing or no longer that of its sources. */
export async function build(
  records: ProcessRecords,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<void> {
  await withLock(berthPath("build.lock"), signal, async () => {
    const due = targets.map((target) => ({ ...target, stamp: stampOf(root, target.inputs) })).filter(isDue);
    if (due.length === 0) return;
    say(`Building the ${inWords(due.map((target) => target.name))}`);
    await together(
      signal,
      due.map((target) => (signal) => buildTarget(target, records, signal)),
    );
  });
}

function inWords(names: readonly string[]): string {
  return [names.slice(0, -1).join(", the "), names.at(-1)].filter(Boolean).join(" and the ");
}

function isDue({ name, output, stamp }: Target & { stamp: string }): boolean {
  if (!existsSync(join(root, output))) return true;
  const kept = stampFile(name);
  return !existsSync(kept) || readFileSync(kept, "utf8") !== stamp;
}

async function buildTarget(
  { name, folder, tool, leftovers, output, stamp }: Target & { stamp: string },
  records: ProcessRecords,
  signal: AbortSignal,
): Promise<void> {
  const logFile = berthPath("logs", `build-${name}.log`);
  rotateLog(logFile);
  // Without its stamp a build that is cut short is known to be unfinished.
  rmSync(stampFile(name), { force: true });
  for (const path of leftovers) rmSync(join(root, path), { recursive: true, force: true });
  await runProgram(
    {
      name: `build of the ${name}`,
      args: [findTool(folder, tool), ...tool.args],
      cwd: join(root, folder),
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      logFile,
    },
    records,
    signal,
  );
  if (!existsSync(join(root, output)))
    throw new PlainFailure(`The build of the ${name} left no ${output}: ${shown(logFile)}`);
  writeFileSync(stampFile(name), stamp);
}

function findTool(folder: string, tool: Target["tool"]): string {
  const home = join(root, folder, "node_modules", tool.package);
  const { bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    bin: Record<string, string>;
  };
  return join(home, bin[tool.program] ?? "");
}

function stampFile(name: string): string {
  return berthPath("stamps", name);
}
