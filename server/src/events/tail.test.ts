import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/db/database.ts";
import { untilTold } from "../testing/horizon.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { inTransaction } from "../platform/context.ts";
import { compare, START } from "../values/cursor.ts";
import { record } from "./record.ts";
import { type Happened, readAfter, readBetween, readEnds } from "./replay.ts";
import { Tail } from "./tail.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
});
afterAll(() => world?.close());

const failed = (kind: string) => ({ topic: "provider.failed", subject: "vast", payload: { kind } }) as const;
const kinds = (events: readonly Happened[]) =>
  events.map((event) => (event.payload as { kind: string }).kind);

function heardBy(tail: Tail): { events: Happened[]; until(count: number): Promise<void> } {
  const events: Happened[] = [];
  let wake = () => {};
  tail.hear((more) => {
    events.push(...more);
    wake();
  });
  return {
    events,
    async until(count) {
      while (events.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

async function startedTail(): Promise<Tail> {
  const tail = new Tail(world.database.sql, systemClock, world.log);
  tail.start(world.bell);
  await tail.reach((await tail.ends()).head);
  return tail;
}

test("E1: an event whose transaction commits late is not passed over", async () => {
  const tail = await startedTail();
  const heard = heardBy(tail);
  let finish = () => {};
  const held = new Promise<void>((resolve) => (finish = resolve));
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const slow = inTransaction(world.ctx(), async (ctx) => {
    await record(ctx, failed("early id, late commit"));
    begun();
    await held;
  });
  await hasBegun;
  await inTransaction(world.ctx(), (ctx) => record(ctx, failed("late id, early commit")));
  // The second is there to be read, and must wait for the first.
  expect((await readAfter(world.database.sql, START, 10)).held).toBe(true);
  finish();
  await slow;
  await heard.until(2);
  expect(kinds(heard.events)).toEqual(["early id, late commit", "late id, early commit"]);
  tail.stop();
});

test("E1: events of many writers at once come in one order, each once", async () => {
  const tail = await startedTail();
  const heard = heardBy(tail);
  const written = Array.from({ length: 300 }, (_, at) => `w${at}`);
  await Promise.all(written.map((kind) => inTransaction(world.ctx(), (ctx) => record(ctx, failed(kind)))));
  await heard.until(300);
  expect(new Set(kinds(heard.events))).toEqual(new Set(written));
  expect(heard.events.toSorted((a, b) => compare(a.position, b.position))).toEqual(heard.events);
  tail.stop();
});

test("E1: what a reader missed comes in that same order, also where a number gets a digit more", async () => {
  const { sql } = world.database;
  await untilTold(sql);
  const { head } = await readEnds(sql);
  // So many that their numbers go from two digits to three, or from three to four.
  const written = Array.from({ length: 1_000 }, (_, at) => `m${at}`);
  await inTransaction(world.ctx(), async (ctx) => {
    for (const kind of written) await record(ctx, failed(kind));
  });
  await untilTold(sql);
  const range = { accountId: null, topics: ["provider.failed"] as const, upTo: (await readEnds(sql)).head };
  const missed: Happened[] = [];
  for (let page: Happened[] = []; missed.length === 0 || page.length === 300; missed.push(...page)) {
    const after = missed.at(-1)?.position ?? head;
    page = await readBetween(sql, { ...range, after, limit: 300 });
  }
  expect(kinds(missed)).toEqual(written);
});

test("a transaction that is rolled back tells nothing", async () => {
  const tail = await startedTail();
  const heard = heardBy(tail);
  await inTransaction(world.ctx(), async (ctx) => {
    await record(ctx, failed("never happened"));
    throw new Error("changed my mind");
  }).catch(() => {});
  await inTransaction(world.ctx(), (ctx) => record(ctx, failed("happened")));
  await heard.until(1);
  expect(kinds(heard.events)).toEqual(["happened"]);
  tail.stop();
});

test("E1, F14: a place is never behind a number that a crash would give out again", async () => {
  const { sql } = world.database;
  await inTransaction(world.ctx(), (ctx) => record(ctx, failed("the last")));
  const tail = await startedTail();
  await untilTold(sql);
  const { events, upTo } = await readAfter(sql, START, 10_000);
  const last = events.at(-1)?.position;
  // A bell's transaction takes a number and leaves nothing on disk; nor does one that is rolled back.
  await sql`select pg_notify('nobody', 'hears')`;
  await inTransaction(world.ctx(), async (ctx) => {
    await record(ctx, failed("never happened"));
    throw new Error("changed my mind");
  }).catch(() => {});
  expect(upTo).toEqual(last);
  expect((await readAfter(sql, upTo, 10)).upTo).toEqual(last);
  expect((await tail.ends()).head).toEqual(last);
  await expect.poll(() => tail.head).toEqual(last);
  tail.stop();
});

test("F14: an event is heard though its bell was never rung", async () => {
  const tail = await startedTail();
  const heard = heardBy(tail);
  const mute = { ...world.ctx(), bell: { ring() {}, listen: async () => {}, close: async () => {} } };
  await inTransaction(mute, (ctx) => record(ctx, failed("in silence")));
  await heard.until(1);
  tail.stop();
});

test("T49: the program's role can neither change nor remove what happened", async () => {
  await inTransaction(world.ctx(), (ctx) => record(ctx, failed("for ever")));
  const { sql } = world.database;
  await expect(sql`update events set topic = 'x'`).rejects.toThrow(/permission denied/);
  await expect(sql`delete from events`).rejects.toThrow(/permission denied/);
  await expect(sql`truncate events`).rejects.toThrow(/permission denied/);
  await expect(sql`alter table events add column x int`).rejects.toThrow(/must be owner/);
});

test("T50: the program's role owns nothing", async () => {
  const [row] = await world.database.sql`
    select count(*)::int as owned from pg_class where relowner = current_user::regrole and relkind in ('r', 'S', 'v')`;
  expect(row?.["owned"]).toBe(0);
});

test("G61: history restored into a new cluster stays readable, and what comes after follows it", async () => {
  const owner = openDatabase({ url: world.url, pool: 1, clock: systemClock, log: world.log, name: "owner" });
  // As after a restore: rows that bear numbers this cluster has not reached.
  await owner.sql`insert into events (xid, at, topic, actor, actor_name, payload)
    values ('900000000000', now(), 'provider.failed', 'system', 'Berth', '{"kind":"before the restore"}')`;
  await owner.sql`select rebase_restored_events()`;
  await owner.close();
  await inTransaction(world.ctx(), (ctx) => record(ctx, failed("after the restore")));
  await untilTold(world.database.sql);
  const { events } = await readAfter(world.database.sql, START, 10_000);
  expect(kinds(events).slice(-2)).toEqual(["before the restore", "after the restore"]);
});
