import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningPostgres, startPostgres } from "../scripts/postgres.ts";
import { activityCursor, ask, Follower, rename } from "./api-client.ts";
import { type Product, startProduct } from "./product.ts";

const folder = mkdtempSync(join(tmpdir(), "berth-outage-"));
let database: RunningPostgres;
let product: Product;

const startDatabase = (port?: number) =>
  startPostgres({ folder, logFile: join(folder, "postgres.log"), durable: true, ...(port && { port }) });

beforeAll(async () => {
  database = await startDatabase();
  product = await startProduct({
    console: false,
    databaseUrl: database.url,
    env: { COST_PER_MINUTE: "10000000" },
  });
});
afterAll(async () => {
  await product?.stop();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a client is told while the database is away; each says when to try again. */
const mayTryAgain = new Set<string | undefined>(["UNAVAILABLE", "TIMEOUT"]);
const readiness = async () =>
  (await fetch(`${product.apiUrls[0]}/readyz`, { signal: AbortSignal.timeout(20_000) })).status;
const until = async (what: string, condition: () => Promise<boolean> | boolean) => {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

test("F1, F14, G40: PostgreSQL is killed three times under load; the process lives, nothing acknowledged is lost", async () => {
  const [url = ""] = product.apiUrls;
  const { apiKey } = product.demo;
  const pid = product.servers[0]?.process.pid;
  const follower = new Follower([url], apiKey, await activityCursor(url, apiKey));
  const acknowledged: string[] = [];
  const strange: unknown[] = [];
  let count = 0;
  let loading = true;
  // About two hundred requests a second: one that writes to nine that read.
  const load = Array.from({ length: 20 }, async (_, worker) => {
    while (loading) {
      const isWriter = worker < 2;
      const name = `Load ${count++}`;
      const answer = await (
        isWriter ? rename(url, apiKey, name) : ask(url, apiKey, "{ offers(first: 5) { nodes { id } } }")
      ).catch((error: unknown) => ({
        data: null,
        errors: [{ message: String(error), extensions: { code: "NO_ANSWER" } }],
      }));
      if (answer.errors && !mayTryAgain.has(answer.errors[0]?.extensions?.code)) strange.push(answer.errors);
      else if (isWriter && answer.data) acknowledged.push(name);
      await new Promise((resolve) => setTimeout(resolve, 90));
    }
  });

  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { port } = database;
    database.kill();
    await database.ended;
    await until("the outage is told", async () => (await readiness()) === 503);
    database = await startDatabase(port);
    await until("the database is found again", async () => (await readiness()) === 200);
  }
  await until("enough is acknowledged to speak of", () => acknowledged.length > 20);
  loading = false;
  await Promise.all(load);

  expect(strange).toEqual([]);
  expect(product.servers[0]?.process.pid).toBe(pid);
  expect(product.servers[0]?.process.exitCode).toBeNull();
  const sql = postgres(database.url, { max: 1 });
  const rows = await sql<
    { name: string }[]
  >`select payload->>'to' as name from events where topic = 'account.renamed' order by xid, id`;
  const stored = rows.map((row) => row.name);
  await sql.end();
  expect(acknowledged.filter((name) => !stored.includes(name))).toEqual([]);

  // And whoever followed along was told of each, once, in order.
  const told = () => follower.summaries.map((summary) => /to “(.*)”$/.exec(summary)?.[1]);
  await until("everything is told", () => told().length >= stored.length).catch(() => {});
  expect(told()).toEqual(stored);
  await follower.stop();
});

test("a database that is away at the start is waited for", async () => {
  const { port } = database;
  await database.stop();
  await product.servers[0]?.kill("SIGTERM");
  const starting = product.startServer(0);
  await until("the server answers without it", async () => (await readiness().catch(() => 0)) === 503);
  database = await startDatabase(port);
  await starting;
  expect(await readiness()).toBe(200);
  expect(
    (await rename(product.apiUrls[0] ?? "", product.demo.apiKey, "Back")).data?.renameAccount.__typename,
  ).toBe("Account");
});

test("F13: what the product's own database acknowledges is on disk", async () => {
  const sql = postgres(database.url, { max: 1 });
  const rows = await sql<
    { setting: string }[]
  >`select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`;
  await sql.end();
  expect(rows.map((row) => row.setting)).toEqual(["on", "on", "on"]);
});
