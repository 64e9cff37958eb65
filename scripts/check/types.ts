import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "./step.ts";
import { allOf } from "./step.ts";
import { root, runTool } from "./tool.ts";

// The compiler spreads one project over all cores by itself, so the projects take turns.
const projects = ["tsconfig.json", "server/tsconfig.json", "client/tsconfig.json"];

export const types: Step = {
  name: "types",
  async run() {
    const outcomes = [];
    for (const project of projects.filter((path) => existsSync(join(root, path)))) {
      outcomes.push(
        await runTool({
          package: "typescript",
          command: "tsc",
          arguments: ["--noEmit", "--pretty", "false", "--project", project],
        }),
      );
    }
    return allOf(outcomes);
  },
};
