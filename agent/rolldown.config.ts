import { defineConfig } from "rolldown";

// One file that needs nothing but a Node, as old as machines have.
export default defineConfig({
  input: "src/main.ts",
  platform: "node",
  transform: { target: "node18" },
  output: { file: "dist/berth-agent.mjs", format: "esm", minify: true, banner: "#!/usr/bin/env node" },
});
