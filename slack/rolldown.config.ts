import { defineConfig } from "rolldown";

// The bot, and the Slack to try it in, as one file each that need a Node (20 or later) and nothing else.
export default defineConfig(
  [
    { input: "src/main.ts", file: "dist/berth-slack.mjs" },
    { input: "src/double/main.ts", file: "dist/slack-double.mjs" },
  ].map(({ input, file }) => ({
    input,
    platform: "node" as const,
    transform: { target: "node20" },
    output: { file, format: "esm" as const, codeSplitting: false, sourcemap: true },
  })),
);
