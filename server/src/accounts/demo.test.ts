import { spawn } from "node:child_process";
import { mkdtemp, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyPassword } from "better-auth/crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "../testing/world.ts";
import { findKeyBySecret } from "./identify.ts";
import { keepDemoKey, makeDemoAccount } from "./make-demo-account.ts";

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
  const email = "again@berth.example";
  await makeDemoAccount(world.ctx(), { email, password: "first password" });
  await makeDemoAccount(world.ctx(), { email, password: "second password" });
  const rows = await demoIn(world, email);
  expect(rows).toMatchObject([{ name: "Demo", email_verified: true, account: "Demo team", role: "owner" }]);
  const hash = String(rows[0]?.["password_hash"]);
  expect(await verifyPassword({ hash, password: "second password" })).toBe(true);
  expect(await verifyPassword({ hash, password: "first password" })).toBe(false);
});

test("its key is kept while it works, and replaced when it does not", async () => {
  const demo = await makeDemoAccount(world.ctx(), { email: "key@berth.example", password: "some password" });
  const { sql } = world.database;
  const first = await keepDemoKey(world.ctx(demo), sql, "");
  expect(await findKeyBySecret(sql, first)).toMatchObject({ accountId: demo.accountId, name: "demo" });
  expect(await keepDemoKey(world.ctx(demo), sql, first)).toBe(first);
  await sql`update api_keys set revoked_at = now()`;
  const second = await keepDemoKey(world.ctx(demo), sql, first);
  expect(second).not.toBe(first);
  expect(await findKeyBySecret(sql, second)).not.toBeNull();
});

test("the program makes it and writes the key where only its owner reads it", async () => {
  const keyFile = join(folder, "key");
  const env = { DEMO_EMAIL: "demo@berth.example", DEMO_PASSWORD: "a good password", DEMO_KEY_FILE: keyFile };
  expect(await runDemo(env)).toEqual({ code: 0, said: "" });
  expect(await demoIn(world, "demo@berth.example")).toHaveLength(1);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect(await findKeyBySecret(world.database.sql, (await readFile(keyFile, "utf8")).trim())).not.toBeNull();
}, 60_000);

test("the program says in one line what it misses", async () => {
  const { code, said } = await runDemo({ DEMO_EMAIL: "demo@berth.example" });
  expect(code).toBe(1);
  expect(said).toBe("The demo account could not be made: DEMO_EMAIL and DEMO_PASSWORD must be set\n");
}, 60_000);

function demoIn({ database: { sql } }: World, email: string) {
  return sql`
    select u.name, u.email_verified, a.name as account, m.role, c.password_hash
    from users u join members m on m.user_id = u.id join accounts a on a.id = m.account_id
    join credentials c on c.user_id = u.id where u.email = ${email}`;
}
