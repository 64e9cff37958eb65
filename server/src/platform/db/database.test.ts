import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { sql as raw } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heldBytes, keptBy } from "../../testing/kept.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { systemClock } from "../clock.ts";
import { inTransaction } from "../context.ts";
import { socketWithDeadline } from "./answer-deadline.ts";
import { type Database, openDatabase } from "./database.ts";
import { isUnavailable } from "./errors.ts";

let world: World;
let owner: Database;
beforeAll(async () => {
  world = await makeWorld({ pool: 10 });
  owner = openDatabase({ url: world.url, pool: 2, clock: systemClock, log: world.log, name: "owner" });
  await owner.sql`create table notes (text text primary key)`;
  await owner.sql`grant all on notes to berth_app`;
});
afterAll(async () => {
  await owner?.close();
  await world?.close();
});

const cutAll = () =>
  owner.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'berth-test'`;

test("what failed after some of its rows leaves nothing behind for who asks next on the same connection", async () => {
  const one = openDatabase({ url: world.url, pool: 1, clock: systemClock, log: world.log, name: "one" });
  for (let time = 0; time < 3; time++) {
    await expect(one.sql`select 10 / (3 - n) from generate_series(1, 5) n`).rejects.toThrow(
      "division by zero",
    );
    expect([...(await one.sql`select n from generate_series(1, 2) n`)]).toEqual([{ n: 1 }, { n: 2 }]);
  }
  await one.close();
});

test("F1: who asks first after a connection was cut is answered, and is not told why another's was cut", async () => {
  const one = openDatabase({ url: world.url, pool: 1, clock: systemClock, log: world.log, name: "cut" });
  for (let time = 0; time < 3; time++) {
    await expect(one.sql`select pg_terminate_backend(pg_backend_pid())`).rejects.toSatisfy(isUnavailable);
    expect([...(await one.sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  }
  await one.close();
});

test("rows that were read are nobody's once they were looked at", async () => {
  const { sql } = world.database;
  const read = () => sql`select n, repeat('x', 200) || n as text from generate_series(1, 100) n`;
  expect(Buffer.byteLength(JSON.stringify(await read()))).toBeGreaterThan(20_000);
  expect(await keptBy(read)).toBeLessThan(5_000);
});

test("who stands in a line that never runs empty takes a place, and leaves none behind", async () => {
  const line = await driversLine();
  line.push("one");
  line.push("another");
  const before = heldBytes();
  // As connections do: one that is asked leaves, and comes back once it has answered.
  for (let time = 0; time < 500_000; time++) line.push(line.shift() ?? "");
  expect(heldBytes() - before).toBeLessThan(500_000);
  expect([line.shift(), line.shift(), line.length]).toEqual(["one", "another", 0]);

  for (let at = 0; at < 100; at++) line.push(`${at}`);
  for (let at = 0; at < 60; at++) expect(line.shift()).toBe(`${at}`);
  expect([line.remove("59"), line.remove("70"), line.length]).toEqual([null, "70", 39]);
  const left = Array.from({ length: line.length }, () => line.shift());
  expect(left).toEqual(Array.from({ length: 40 }, (_, at) => `${60 + at}`).filter((at) => at !== "70"));
});

test("F1: the process lives when PostgreSQL drops its connections under load, again and again", async () => {
  const { sql, db } = world.database;
  let running = true;
  let answered = 0;
  const unexpected: unknown[] = [];
  const load = Array.from({ length: 40 }, async (_, at) => {
    while (running) {
      const work =
        at % 2
          ? sql`select ${at}::int, pg_sleep(0.002)`
          : db.transaction((tx) => tx.execute(raw`select ${at}::int`));
      await work.then(
        () => (answered += 1),
        (error: unknown) => isUnavailable(error) || unexpected.push(error),
      );
    }
  });
  for (let round = 0; round < 10; round++) {
    await new Promise((resolve) => systemClock.after(60, () => resolve(null)));
    await cutAll();
  }
  const before = answered;
  while (answered < before + 100) await new Promise((resolve) => systemClock.after(5, () => resolve(null)));
  running = false;
  await Promise.all(load);
  expect(unexpected).toEqual([]);
});

test("a transaction whose connection was lost leaves nothing behind, whatever it still tries", async () => {
  const work = inTransaction(world.ctx(), async (ctx) => {
    await ctx.db.execute(raw`insert into notes values ('first half')`);
    await cutAll();
    // Others take connections from the pool meanwhile, that of this transaction among them.
    for (let at = 0; at < 50; at++) {
      await Promise.allSettled(Array.from({ length: 10 }, () => world.database.sql`select 1`));
    }
    await ctx.db.execute(raw`insert into notes values ('second half')`);
  });
  await expect(work).rejects.toSatisfy(isUnavailable);
  expect(await owner.sql`select * from notes`).toEqual([]);
});

test("F2, G45: a database that no longer answers is given up in time, and found again when it does", async () => {
  const link = await blackHole(new URL(world.url));
  const url = new URL(world.url);
  url.host = `127.0.0.1:${link.port}`;
  const database = openDatabase({
    url: url.href,
    pool: 3,
    clock: systemClock,
    log: world.log,
    name: "far away",
    deadlineMs: 400,
  });
  expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]);
  link.swallow(true);
  const started = systemClock.elapsedMs();
  const asked = await Promise.allSettled(Array.from({ length: 3 }, () => database.sql`select 1`));
  expect(systemClock.elapsedMs() - started).toBeLessThan(5_000);
  expect(asked.map((one) => one.status === "rejected" && isUnavailable(one.reason))).toEqual([
    true,
    true,
    true,
  ]);
  link.swallow(false);
  expect(await database.sql`select 2 as two`).toEqual([{ two: 2 }]);
  await database.close();
  link.close();
});

test("a connection that nothing is asked of may be quiet for longer than the deadline", async () => {
  const database = openDatabase({
    url: world.url,
    pool: 1,
    clock: systemClock,
    log: world.log,
    name: "quiet",
    deadlineMs: 150,
  });
  const pid = async () => (await database.sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;
  const first = await pid();
  await new Promise((resolve) => systemClock.after(400, () => resolve(null)));
  expect(await pid()).toBe(first);
  await database.close();
});

test("an answer whose end comes in two parts has come, and its connection may be quiet", async () => {
  const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
  const server = createServer((socket) => {
    socket.on("data", () => {
      socket.write(Buffer.concat([Buffer.alloc(20), ready.subarray(0, 4)]));
      systemClock.after(30, () => void socket.write(ready.subarray(4)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const socket = socketWithDeadline(systemClock, "127.0.0.1", port, 100);
  let failure: unknown = null;
  socket.on("error", (error) => (failure = error));
  socket.write("?");
  await new Promise((resolve) => systemClock.after(400, () => resolve(null)));
  expect(failure).toBeNull();
  socket.destroy();
  server.close();
});

test("F13: what is acknowledged is on disk", async () => {
  // The tests' own server trades safety for speed; what the program asks for must not be less than the server's.
  const [row] = await world.database
    .sql`select setting, source from pg_settings where name = 'synchronous_commit'`;
  expect(["default", "configuration file", "command line"]).toContain(row?.["source"]);
});

interface Line {
  readonly length: number;
  push(one: string): void;
  shift(): string | undefined;
  remove(one: string): string | null;
}

/** A line as the driver keeps its connections in, and those who wait for one. */
async function driversLine(): Promise<Line> {
  const { default: makeLine } = (await import(new URL("queue.js", import.meta.resolve("postgres")).href)) as {
    default: () => Line;
  };
  return makeLine();
}

/** A link to the database that can swallow everything without closing. */
async function blackHole(target: URL): Promise<{ port: number; swallow(on: boolean): void; close(): void }> {
  let swallowing = false;
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect({ host: target.hostname, port: Number(target.port) });
    sockets.add(near).add(far);
    const pass = (to: Socket) => (data: Buffer) => {
      if (!swallowing) to.write(data);
    };
    near
      .on("data", pass(far))
      .on("error", () => {})
      .on("close", () => far.destroy());
    far
      .on("data", pass(near))
      .on("error", () => {})
      .on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    swallow: (on) => (swallowing = on),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
