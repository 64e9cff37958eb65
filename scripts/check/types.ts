import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Outcome, Step } from "./step.ts";
import { allOf } from "./step.ts";
import { root, runTool } from "./tool.ts";

// The compiler spreads one project over all cores by itself, so the projects take turns.
const projects = ["tsconfig.json", "server/tsconfig.json", "client/tsconfig.json"];

export const types: Step = {
  name: "types",
  async run() {
    const outcomes = [await makeRouteTypes()];
    for (const project of projects.filter((path) => existsSync(join(root, path))))
      outcomes.push(await check(project));
    return allOf(outcomes);
  },
};

function check(project: string): Promise<Outcome> {
  return runTool({
    package: "typescript",
    command: "tsc",
    arguments: ["--noEmit", "--pretty", "false", "--project", project],
  });
}

/** The console's pages are checked against its routes, and a fresh clone has no file of them yet. */
async function makeRouteTypes(): Promise<Outcome> {
  if (!existsSync(join(root, "client/src/app")))
    return { ok: true, output: "There is no client/src/app yet." };
  const outcome = await runTool({ package: "next", arguments: ["typegen"], folder: "client" });
  return outcome.ok ? { ok: true, output: "" } : outcome;
}
