import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  // Building and developing write types of their own, which are stale until the next run and name what
  // they do not use: only the build reads them.
  typescript: { tsconfigPath: "tsconfig.next.json" },
  // The workspace's packages are hoisted one level up.
  turbopack: { root: fileURLToPath(new URL("..", import.meta.url)) },
};

export default config;
