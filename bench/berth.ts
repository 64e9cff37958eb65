import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { PlainFailure } from "../scripts/plain-failure.ts";
import { root } from "../scripts/stack/folder.ts";
import { LEAN } from "../scripts/stack/programs.ts";
import { type Measured, startMeasured } from "./measured.ts";

// The server as it runs in production: built, and started with what it needs and nothing more. What
// it limits per key is lifted, because one key is a thousand people here.

const server = join(root, "server");

export const migration = join(server, "dist/migrate.js");

export function buildProgram(folder: "server" | "cli" | "agent" | "slack"): void {
  const cwd = join(root, folder);
  const tool = join(cwd, "node_modules/rolldown/bin/cli.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, "--config"], {
    cwd,
    encoding: "utf8",
  });
  if (status !== 0) throw new PlainFailure(`${folder} could not be built:\n${stdout}${stderr}`);
}

export function startBerth(
  databaseUrl: string,
  folder: string,
  env: Record<string, string> = {},
): Promise<Measured> {
  return startMeasured(
    {
      name: "berth",
      args: ["--enable-source-maps", ...LEAN, join(server, "dist/main.js")],
      cwd: server,
      ready: "/readyz",
      env: {
        DATABASE_URL: databaseUrl,
        HOST: "127.0.0.1",
        PUBLIC_URL: "http://localhost:3000",
        BERTH_SECRET: randomBytes(32).toString("base64url"),
        ROLES: "api",
        LOG_LEVEL: "warn",
        COST_PER_MINUTE: "999999999",
        SOCKETS_PER_ACTOR: "1000000",
        ...env,
      },
    },
    folder,
  );
}
