import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  // The workspace's packages are hoisted one level up.
  turbopack: { root: fileURLToPath(new URL("..", import.meta.url)) },
};

export default config;
