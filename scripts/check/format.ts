import type { Step } from "./step.ts";
import { runTool } from "./tool.ts";

export const format: Step = {
  name: "format",
  async run({ fix }) {
    const outcome = await runTool({
      package: "oxfmt",
      arguments: [fix ? "--write" : "--list-different", "--no-error-on-unmatched-pattern"],
    });
    if (outcome.ok || fix) return outcome;
    return { ok: false, output: `${outcome.output}\nnpm run check -- --fix formats them.` };
  },
};
