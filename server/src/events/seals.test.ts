import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../platform/clock.ts";
import { inTransaction } from "../platform/context.ts";
import { type Database, openDatabase, type Sql } from "../platform/db/database.ts";
import { metrics } from "../platform/metrics.ts";
import { keepLog } from "../testing/heard.ts";
import { untilTold } from "../testing/horizon.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { record } from "./record.ts";
import { checkSeals, sealEvents } from "./seals.ts";

const heard = keepLog();
let world: World;
let owner: Database;
beforeAll(async () => {
  world = await makeWorld({ log: heard.log });
  owner = openDatabase({ url: world.url, pool: 2, clock: systemClock, log: world.log, name: "owner" });
});
afterAll(async () => {
  await owner?.close();
  await world?.close();
});

const happen = (name: string) =>
  inTransaction(world.ctx(), (ctx) =>
    record(ctx, { topic: "provider-key.set", accountId: "acc_1", subject: "vast", payload: { name } }),
  );
/** What came is noted by one turn and sealed by the next, once nobody runs who ran then. */
async function seal(): Promise<void> {
  const { sql } = world.database;
  for (let turn = 0; turn < 2; turn++) {
    await untilTold(sql);
    await sealEvents(sql, world.log);
  }
}
async function brokenSeals(): Promise<number | undefined> {
  await checkSeals(world.database.sql, world.log);
  return (await metrics.brokenSeals.get()).values[0]?.value;
}
const sealed = () =>
  world.database.sql<{ number: string; events: number }[]>`
    select number::text, events from event_seals order by event_seals.number`;

test("T49: what happened is sealed in the order in which it came, and each seal is in the log", async () => {
  for (const name of ["One", "Two"]) await happen(name);
  await seal();
  await happen("Three");
  await seal();
  await seal();
  expect(await sealed()).toEqual([
    { number: "1", events: 2 },
    { number: "2", events: 1 },
  ]);
  const digests = await world.database.sql<{ digest: string }[]>`select digest from event_seals`;
  for (const { digest } of digests) expect(JSON.stringify(heard.lines)).toContain(digest);
  expect(await brokenSeals()).toBe(0);
});

test("what is not yet committed is under a later seal, however early its id", async () => {
  const before = (await sealed()).length;
  let commit = () => {};
  const waiting = new Promise<void>((resolve) => (commit = resolve));
  const begun = Promise.withResolvers<void>();
  const late = inTransaction(world.ctx(), async (ctx) => {
    await record(ctx, { topic: "provider-key.set", accountId: "acc_1", payload: { name: "Late" } });
    begun.resolve();
    await waiting;
  });
  await begun.promise;
  await happen("Early");
  for (let turn = 0; turn < 3; turn++) await sealEvents(world.database.sql, world.log);
  expect(await sealed()).toHaveLength(before);
  commit();
  await late;
  await seal();
  expect((await sealed()).at(-1)).toMatchObject({ events: 2 });
  expect(await brokenSeals()).toBe(0);
});

const idOf = (sql: Sql, name: string) => sql`(select id from events where payload->>'name' = ${name})`;
const changes: [string, (sql: Sql) => Promise<unknown>][] = [
  [
    "changed",
    (sql) => sql`update events set actor_name = 'Somebody else' where id = ${idOf(sql, "Two")}`.execute(),
  ],
  ["taken out", (sql) => sql`delete from events where id = ${idOf(sql, "Three")}`.execute()],
  [
    "put in between",
    (sql) =>
      sql`insert into events (id, xid, at, account_id, topic, actor, actor_name, payload) overriding system value
        select id, '1'::xid8, at, account_id, topic, actor, actor_name, payload from events
        where id = ${idOf(sql, "One")}`.execute(),
  ],
  ["sealed anew", (sql) => sql`update event_seals set digest = repeat('0', 64) where number = 1`.execute()],
  ["unsealed", (sql) => sql`delete from event_seals where number = 1`.execute()],
];
test.each(changes)("T49: what the owner of the database has %s is found", async (_, change) => {
  const { sql } = owner;
  await sql`create table before as table events`;
  await sql`create table seals_before as table event_seals`;
  await change(sql);
  expect(await brokenSeals()).toBeGreaterThan(0);
  await sql`truncate events, event_seals`;
  await sql`insert into events overriding system value select * from before`;
  await sql`insert into event_seals select * from seals_before`;
  await sql`drop table before, seals_before`;
  expect(await brokenSeals()).toBe(0);
});

test("the program's role can neither change nor remove a seal", async () => {
  const { sql } = world.database;
  await expect(sql`update event_seals set digest = ''`).rejects.toThrow(/permission denied/);
  await expect(sql`delete from event_seals`).rejects.toThrow(/permission denied/);
});
