import { defineConfig } from "rolldown";

export default defineConfig({
  input: {
    main: "src/main.ts",
    "forecast-worker": "src/forecasts/forecast-worker.ts",
    migrate: "src/migrate.ts",
    demo: "src/demo.ts",
    "import-prices": "src/import-prices.ts",
    "import-reference-prices": "src/import-reference-prices.ts",
    "print-schema": "src/print-schema.ts",
  },
  platform: "node",
  // Packages stay where the installer put them; only our own files are joined.
  external: (id) => !id.startsWith(".") && !id.startsWith("/"),
  tsconfig: "tsconfig.json",
  output: {
    dir: "dist",
    format: "esm",
    sourcemap: true,
    chunkFileNames: "chunks/[name]-[hash].js",
    // The schema's decorators look for it as soon as they run, and chunks run before the entry.
    banner: 'import "reflect-metadata";',
  },
});
