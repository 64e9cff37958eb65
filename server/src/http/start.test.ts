import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { startTestApi } from "../testing/api.ts";
import { makeWorld, type World } from "../testing/world.ts";

let world: World;
const taken = createServer();
let port = 0;
beforeAll(async () => {
  world = await makeWorld();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  port = (taken.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => taken.close(resolve));
  await world?.close();
});

const server = fileURLToPath(new URL("../..", import.meta.url));

/** The program as it is run, with just this environment. */
async function run(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const program = spawn(process.execPath, ["--import", "@oxc-node/core/register", "src/main.ts"], {
    cwd: server,
    env: { NODE_ENV: "test", LOG_LEVEL: "silent", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  program.stdout.on("data", (data: Buffer) => (said += data.toString()));
  program.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(program, "close")) as [number | null];
  return { code, said };
}

/** Of many different characters, as a real one is. */
const SECRET = Array.from("abcdefghijklmnopqrstuvwxyz0123456789").join("");

describe("what keeps the program from starting is one clear line and exit code 1", () => {
  test("a port in use", async () => {
    const { code, said } = await run({
      DATABASE_URL: world.url,
      BERTH_SECRET: SECRET,
      ROLES: "api",
      PORT: `${port}`,
    });
    expect(said.trimEnd()).toMatch(new RegExp(`^Berth cannot start: .*EADDRINUSE.*${port}$`));
    expect(code).toBe(1);
  }, 60_000);

  test("a bad value in the environment", async () => {
    const { code, said } = await run({ DATABASE_URL: "mysql://canary", BERTH_SECRET: SECRET });
    expect(said.trimEnd()).toMatch(/^Berth cannot start: DATABASE_URL must be .+$/);
    expect(said).not.toContain("canary");
    expect(code).toBe(1);
  }, 60_000);
});

test("an API whose port is taken is told so, and leaves nothing listening to the bell", async () => {
  const schema = buildSchemaOf(offerResolvers);
  const listening = async () => {
    const rows = await world.database.sql`select 1 from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`;
    return rows.length;
  };
  const before = await listening();
  await expect(startTestApi(world, schema, [], { config: { PORT: port } })).rejects.toThrow("EADDRINUSE");
  expect(await listening()).toBe(before);
  const next = await startTestApi(world, schema, []);
  expect((await next.ask(null, "{ __typename }")).status).toBe(200);
  await next.stop();
});
