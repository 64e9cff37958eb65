import type { Step } from "./step.ts";
import { runTool } from "./tool.ts";

export const unused: Step = {
  name: "unused",
  run() {
    return runTool({ package: "knip", arguments: ["--no-progress", "--reporter", "symbols"] });
  },
};
