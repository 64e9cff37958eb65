import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { activityCursor, type Answer, ask, Follower, rename } from "./api-client.ts";
import { type KeptDatabase, keepDatabase, ownMounts } from "./kept-database.ts";
import { type Product, startProduct } from "./product.ts";

let database: KeptDatabase;
let product: Product;

beforeAll(async () => {
  database = await keepDatabase();
  product = await startProduct({
    console: false,
    databaseUrl: database.url,
    env: { COST_PER_MINUTE: "10000000" },
  });
});
afterAll(async () => {
  await product?.stop();
  await database?.close();
});

/** What a client is told while the database is away; each says when to try again. */
const mayTryAgain = new Set(["UNAVAILABLE", "TIMEOUT"]);
const readiness = async () =>
  (await fetch(`${product.apiUrls[0]}/readyz`, { signal: AbortSignal.timeout(20_000) })).status;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (what: string, condition: () => Promise<boolean> | boolean) => {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within a minute`);
    await pause(20);
  }
};

/** Clients that ask all the time, about two hundred requests a second: one that writes to nine that read. */
class Load {
  readonly named: string;
  readonly acknowledged: string[] = [];
  read = 0;
  /** Who was told that the database is away. */
  readonly refused = { writers: 0, readers: 0 };
  /** What nobody may be told. */
  readonly strange: unknown[] = [];
  readonly #url = product.apiUrls[0] ?? "";
  readonly #key = product.demo.apiKey;
  readonly #clients: Promise<void>[];
  #count = 0;
  #on = true;

  constructor(named: string) {
    this.named = named;
    this.#clients = Array.from({ length: 20 }, (_, at) => (at < 2 ? this.#write() : this.#read()));
  }

  async end(): Promise<void> {
    this.#on = false;
    await Promise.all(this.#clients);
  }

  async #write(): Promise<void> {
    while (this.#on) {
      const name = `${this.named} ${this.#count++}`;
      const code = await this.#refusal(rename(this.#url, this.#key, name));
      if (code === null) this.acknowledged.push(name);
      if (code === "UNAVAILABLE") this.refused.writers += 1;
      await pause(90);
    }
  }

  async #read(): Promise<void> {
    while (this.#on) {
      const asked = ask(this.#url, this.#key, "{ offers(first: 5) { nodes { id } } account { name } }");
      const code = await this.#refusal(asked);
      if (code === null) this.read += 1;
      if (code === "UNAVAILABLE") this.refused.readers += 1;
      await pause(90);
    }
  }

  /** What it was told instead of an answer, or null. */
  async #refusal(asked: Promise<Answer<unknown>>): Promise<string | null> {
    const { errors } = await asked.catch((error: unknown): Answer<unknown> => ({
      errors: [{ message: String(error), extensions: { code: "NO_ANSWER" } }],
    }));
    if (!errors) return null;
    const code = errors[0]?.extensions?.code ?? "";
    if (!mayTryAgain.has(code)) this.strange.push(errors);
    return code;
  }
}

/** Ends it. Nobody was told what nobody may be told, and all that was acknowledged is among what is stored. */
async function endWithNothingLost(load: Load): Promise<string[]> {
  await load.end();
  expect(load.strange).toEqual([]);
  expect(product.servers[0]?.process.exitCode).toBeNull();
  const rows = await query<{ name: string }>(
    database.url,
    `select payload->>'to' as name from events where topic = 'account.renamed' order by xid, id`,
  );
  const stored = rows.map(({ name }) => name).filter((name) => name.startsWith(load.named));
  expect(load.acknowledged.filter((name) => !stored.includes(name))).toEqual([]);
  return stored;
}

const ANSWERS_WITHIN_MS = 20_000;

async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("the database does not answer")), ANSWERS_WITHIN_MS);
  try {
    // The same holds of an answer, where the server dies between a question and what it says to it.
    return await Promise.race([sql.unsafe<Row[]>(text), late.promise]);
  } finally {
    clearTimeout(timer);
    // Where the connection is lost at this moment the driver would wait for its end for ever.
    await sql.end({ timeout: 1 });
  }
}

function bySuperuser<Row extends object>(text: string): Promise<Row[]> {
  const url = new URL(database.url);
  url.username = "postgres";
  return query(url.href, text);
}

test("F1, F14, G40: PostgreSQL is killed three times under load; the process lives, nothing acknowledged is lost", async () => {
  const [url = ""] = product.apiUrls;
  const { apiKey } = product.demo;
  const follower = new Follower([url], apiKey, await activityCursor(url, apiKey));
  const load = new Load("Load");
  for (let round = 0; round < 3; round++) {
    await pause(500);
    await database.kill();
    await until("the outage is told", async () => (await readiness()) === 503);
    await database.start();
    await until("the database is found again", async () => (await readiness()) === 200);
  }
  await until("enough is acknowledged to speak of", () => load.acknowledged.length > 20);
  const stored = await endWithNothingLost(load);

  // And whoever followed along was told of each, once, in order.
  const told = () => follower.summaries.map((summary) => /to “(.*)”$/.exec(summary)?.[1]);
  await until("everything is told", () => told().length >= stored.length).catch(() => {});
  expect(told()).toEqual(stored);
  await follower.stop();
});

const noSmallDisks = "nobody may mount a file system here, so none is small enough to be filled";

test("G46: the disk under the data is full: who writes is told, reads go on, nothing acknowledged is lost", async ({
  skip,
}) => {
  skip(!ownMounts, noSmallDisks);
  const load = new Load("Full data");
  await until("it is written and read", () => load.acknowledged.length > 3 && load.read > 20);
  await database.fill("data");
  await until("writers are told", () => load.refused.writers > 5);
  const read = load.read;
  await until("reads go on", () => load.read > read + 100);
  expect(await readiness()).toBe(200);
  expect(load.refused.readers).toBe(0);

  await database.free("data");
  const acknowledged = load.acknowledged.length;
  await until("it is written again", () => load.acknowledged.length > acknowledged + 5);
  await endWithNothingLost(load);
  await expectSound();
});

test("G46: the disk under the log is full: it is said, PostgreSQL comes up once there is room, nothing acknowledged is lost", async ({
  skip,
}) => {
  skip(!ownMounts, noSmallDisks);
  const load = new Load("Full log");
  await until("it is written", () => load.acknowledged.length > 3);
  await database.fill("wal");
  const said = database.said.length;
  const isSaid = (line: string) => /^PostgreSQL did not start: .*No space left on device/.test(line);
  // The log has some files ahead that are empty yet; they are let go to waste, and so are those that PostgreSQL wins
  // back where it comes up by itself.
  await until("the launcher says why it is away", async () => {
    await bySuperuser("select pg_switch_wal()").catch(() => {});
    return database.said.slice(said).some(isSaid);
  });
  expect(await readiness()).toBe(503);

  await database.free("wal");
  await until("the database is found again", async () => (await readiness()) === 200);
  const acknowledged = load.acknowledged.length;
  await until("it is written again", () => load.acknowledged.length > acknowledged + 5);
  await endWithNothingLost(load);
  await expectSound();
});

/** Every row is where its table and its indexes say, as pg_amcheck would find. */
async function expectSound(): Promise<void> {
  await bySuperuser("create extension if not exists amcheck");
  const broken = await bySuperuser(`
    select c.oid::regclass::text as name, found.msg
    from pg_class c, verify_heapam(c.oid) as found
    where c.relkind in ('r', 't', 'm') and c.relpersistence = 'p'`);
  expect(broken).toEqual([]);
  // An index that is not sound is an error.
  const [{ checked } = { checked: 0 }] = await bySuperuser<{ checked: number }>(`
    select count(bt_index_check(c.oid, heapallindexed => true))::int as checked
    from pg_class c join pg_am on pg_am.oid = c.relam join pg_index on indexrelid = c.oid
    where amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p' and indisvalid`);
  expect(checked).toBeGreaterThan(100);
}

test("a database that is away at the start is waited for", async () => {
  await database.stop();
  await product.servers[0]?.kill("SIGTERM");
  const starting = product.startServer(0);
  await until("the server answers without it", async () => (await readiness().catch(() => 0)) === 503);
  await database.start();
  await starting;
  expect(await readiness()).toBe(200);
  expect(
    (await rename(product.apiUrls[0] ?? "", product.demo.apiKey, "Back")).data?.renameAccount.__typename,
  ).toBe("Account");
});

test("F13: what the product's own database acknowledges is on disk", async () => {
  const rows = await query<{ setting: string }>(
    database.url,
    `select setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`,
  );
  expect(rows.map(({ setting }) => setting)).toEqual(["on", "on", "on"]);
});
