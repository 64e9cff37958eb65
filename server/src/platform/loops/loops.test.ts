import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "../../testing/world.ts";
import { systemClock } from "../clock.ts";
import { Loops, refuseTooOld } from "./loops.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
});
afterAll(() => world?.close());

const replica = (owner: string, clock = systemClock) =>
  new Loops({ sql: world.database.sql, clock, log: world.log, owner });
/** The clock of a process that was stopped: none of its timers runs. */
const stopped = { ...systemClock, after: () => ({ cancel() {} }) };
const pause = (ms: number) => new Promise((resolve) => systemClock.after(ms, () => resolve(null)));

test("three replicas take turns: a loop never runs twice at once", async () => {
  let running = 0;
  let turns = 0;
  let most = 0;
  const loop = {
    name: "turns",
    everyMs: 20,
    limitMs: 10_000,
    run: async () => {
      turns += 1;
      running += 1;
      most = Math.max(most, running);
      await pause(15);
      running -= 1;
    },
  };
  const replicas = ["a", "b", "c"].map((owner) => replica(owner));
  for (const one of replicas) one.start([loop]);
  while (turns < 6) await pause(10);
  await Promise.all(replicas.map((one) => one.stop()));
  expect(most).toBe(1);
});

test("T40, G23: a turn that its holder slept through goes to another, and the late one writes nothing", async () => {
  const { sql } = world.database;
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  let taken = () => {};
  const isTaken = new Promise<void>((resolve) => (taken = resolve));
  const first = replica("sleeper", stopped);
  first.start([{ name: "nap", everyMs: 60_000, limitMs: 10_000, run: async () => (taken(), asleep) }]);
  await isTaken;

  let done = () => {};
  const isDone = new Promise<void>((resolve) => (done = resolve));
  await sql`update loops set leased_until = now() where name = 'nap'`;
  const second = replica("waker");
  second.start([{ name: "nap", everyMs: 60_000, limitMs: 10_000, run: async () => done() }]);
  await isDone;
  await second.stop();
  const state = async () => (await sql`select owner, fence::text, next_at from loops where name = 'nap'`)[0];
  const before = await state();
  wake();
  await first.stop();
  expect(before?.["owner"]).toBe("waker");
  expect(await state()).toEqual(before);
});

test("G59: from a migration on that says so, an older program takes no turn, loses its own, and does not start", async () => {
  const { sql } = world.database;
  const turns: string[] = [];
  let taken = () => {};
  const isTaken = new Promise<void>((resolve) => (taken = resolve));
  const older = new Loops({ sql, clock: systemClock, log: world.log, owner: "older", edition: 1 });
  const run = async (signal: AbortSignal) => {
    turns.push("older");
    taken();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  };
  older.start([{ name: "upgrade", everyMs: 10, limitMs: 60_000, run }]);
  await isTaken;
  await refuseTooOld(sql, 1);
  await sql`update loops set needs_edition = 2 where name = 'upgrade'`;
  await expect(refuseTooOld(sql, 1)).rejects.toThrow("a newer version works on this database");
  await refuseTooOld(sql, 2);
  const newer = new Loops({ sql, clock: systemClock, log: world.log, owner: "newer", edition: 2 });
  newer.start([{ name: "upgrade", everyMs: 10, limitMs: 60_000, run: async () => void turns.push("newer") }]);
  while (turns.filter((who) => who === "newer").length < 3) await pause(10);
  await Promise.all([older.stop(), newer.stop()]);
  expect(turns.filter((who) => who === "older")).toHaveLength(1);
  await sql`delete from loops where name = 'upgrade'`;
});

test("G33: the database's clock is set back by an hour: no loop waits until it is as late again", async () => {
  const { sql } = world.database;
  let turns = 0;
  const loops = replica("steady");
  loops.start([{ name: "set back", everyMs: 10, limitMs: 10_000, run: async () => void (turns += 1) }]);
  while (turns < 1) await pause(10);
  const inAnHour = sql`now() + interval '1 hour'`;
  await sql`update loops set next_at = ${inAnHour}, leased_until = ${inAnHour} where name = 'set back'`;
  const before = turns;
  while (turns < before + 2) await pause(10);
  await loops.stop();
  expect(turns).toBeGreaterThan(before);
});

test("a turn that takes longer than its lease keeps it", async () => {
  const loops = replica("slow");
  const until = async () => {
    const [row] = await world.database.sql<{ until: string }[]>`
      select leased_until::text as until from loops where name = 'slow'`;
    return row?.until;
  };
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  loops.start([{ name: "slow", everyMs: 60_000, limitMs: 60_000, run: () => finished }]);
  while (!(await until())) await pause(20);
  const first = await until();
  while ((await until()) === first) await pause(100);
  finish();
  await loops.stop();
});

test("a turn that fails is tried again after its own pause, and the loop lives", async () => {
  let turns = 0;
  const loops = replica("d");
  loops.start([
    {
      name: "fails once",
      everyMs: 60_000,
      afterFailureMs: 10,
      limitMs: 10_000,
      run: async () => {
        turns += 1;
        if (turns === 1) throw new Error("not today");
      },
    },
  ]);
  while (turns < 2) await pause(10);
  await loops.stop();
  const [row] = await world.database
    .sql`select last_success_at is not null as succeeded from loops where name = 'fails once'`;
  expect(row?.["succeeded"]).toBe(true);
});

test("a turn that does not end when it is told to ends the loop in no process", async () => {
  // Here a second is a millisecond.
  const hurried = {
    ...systemClock,
    after: (ms: number, act: () => void) => systemClock.after(ms / 1_000, act),
  };
  let turns = 0;
  let wasTold = false;
  const loops = replica("deaf", hurried);
  const run = (signal: AbortSignal): Promise<void> => {
    if (++turns > 1) return Promise.resolve();
    signal.addEventListener("abort", () => (wasTold = true));
    return new Promise(() => {});
  };
  loops.start([{ name: "deaf", everyMs: 1, limitMs: 10_000, run }]);
  for (let waited = 0; turns < 3 && waited < 5_000; waited += 10) await pause(10);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(wasTold).toBe(true);
  await loops.stop();
});
