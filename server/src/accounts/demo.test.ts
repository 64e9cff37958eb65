import { spawn } from "node:child_process";
import { mkdtemp, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyPassword } from "better-auth/crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "../testing/world.ts";
import { findKeyBySecret } from "./identify.ts";

// The program itself is run, as the start command runs it.

let world: World;
let folder: string;

beforeAll(async () => {
  world = await makeWorld();
  folder = await mkdtemp(join(tmpdir(), "berth-demo-"));
});
afterAll(() => world.close());

const server = fileURLToPath(new URL("../..", import.meta.url));

async function runDemo(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", "src/demo.ts"], {
    cwd: server,
    env: {
      DATABASE_URL: world.url,
      BERTH_SECRET: "x".repeat(32),
      LOG_LEVEL: "silent",
      ...env,
    },
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => {
    said += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { code, said };
}

test("the demo account is made once, however often it is asked for, and has the password given last", async () => {
  const keyFile = join(folder, "key");
  const env = { DEMO_EMAIL: "demo@berth.example", DEMO_KEY_FILE: keyFile };
  expect(await runDemo({ ...env, DEMO_PASSWORD: "first password" })).toEqual({ code: 0, said: "" });
  const key = await readFile(keyFile, "utf8");
  expect(await runDemo({ ...env, DEMO_PASSWORD: "second password" })).toEqual({ code: 0, said: "" });
  expect(await readFile(keyFile, "utf8")).toBe(key);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);

  const rows = await world.database.sql`
    select u.name, u.email_verified, a.name as account, m.role, c.password_hash
    from users u join members m on m.user_id = u.id join accounts a on a.id = m.account_id
    join credentials c on c.user_id = u.id`;
  expect(rows).toMatchObject([{ name: "Demo", email_verified: true, account: "Demo team", role: "owner" }]);
  const hash = String(rows[0]?.["password_hash"]);
  expect(await verifyPassword({ hash, password: "second password" })).toBe(true);
  expect(await verifyPassword({ hash, password: "first password" })).toBe(false);
  expect(await findKeyBySecret(world.database.sql, key.trim())).toMatchObject({ name: "demo" });
}, 60_000);

test("a key that no longer works is replaced", async () => {
  const keyFile = join(folder, "key");
  const before = await readFile(keyFile, "utf8");
  await world.database.sql`update api_keys set revoked_at = now()`;
  const env = { DEMO_EMAIL: "demo@berth.example", DEMO_KEY_FILE: keyFile, DEMO_PASSWORD: "third password" };
  expect((await runDemo(env)).code).toBe(0);
  expect(await readFile(keyFile, "utf8")).not.toBe(before);
}, 60_000);

test("what is missing is said in one line", async () => {
  const { code, said } = await runDemo({ DEMO_EMAIL: "demo@berth.example" });
  expect(code).toBe(1);
  expect(said).toBe("The demo account could not be made: DEMO_EMAIL and DEMO_PASSWORD must be set\n");
}, 60_000);
