import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "./step.ts";
import { root, runTool } from "./tool.ts";

const folders = ["server", "client", "cli", "agent", "simulator", "slack", "e2e", "scripts", "bench"];

export const house: Step = {
  name: "house",
  run() {
    return runTool({
      package: "dependency-cruiser",
      command: "depcruise",
      arguments: [
        "--config",
        ".dependency-cruiser.ts",
        "--output-type",
        "err-long",
        ...folders.filter((folder) => existsSync(join(root, folder))),
      ],
    });
  },
};
