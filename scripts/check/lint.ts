import type { Step } from "./step.ts";
import { runTool } from "./tool.ts";

export const lint: Step = {
  name: "lint",
  run({ fix }) {
    return runTool({ package: "oxlint", arguments: ["--format=unix", ...(fix ? ["--fix"] : [])] });
  },
};
