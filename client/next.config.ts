import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactCompiler: true,
  // Its sources are TypeScript, as all of the workspace's are.
  transpilePackages: ["@berth/client-sdk"],
  poweredByHeader: false,
  // Building and developing write types of their own, which are stale until the next run and name what
  // they do not use. Types are the check's business, which reads all of them once.
  typescript: { tsconfigPath: "tsconfig.next.json", ignoreBuildErrors: true },
  // The workspace's packages are hoisted one level up.
  turbopack: { root: fileURLToPath(new URL("..", import.meta.url)) },
};

export default config;
