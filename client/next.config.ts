import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  // The build writes types of its own, which are stale until the next build, so only it reads them.
  typescript: { tsconfigPath: "tsconfig.next.json" },
  // The workspace's packages are hoisted one level up.
  turbopack: { root: fileURLToPath(new URL("..", import.meta.url)) },
};

export default config;
