import { defineConfig } from "rolldown";

// One file that needs a Node (22 or later) and nothing else.
export default defineConfig({
  input: "src/main.ts",
  platform: "node",
  transform: { target: "node22" },
  output: {
    file: "dist/berth.mjs",
    format: "esm",
    minify: true,
    codeSplitting: false,
    banner: "#!/usr/bin/env node",
  },
});
