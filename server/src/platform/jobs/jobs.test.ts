import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "../../testing/world.ts";
import { systemClock } from "../clock.ts";
import { makeLog } from "../log.ts";
import { startJobs } from "./jobs.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());

/** Runs jobs until the promise that the body gives is there, and says what was logged meanwhile. */
async function runJobs(
  tasks: Record<string, (payload: unknown) => Promise<void>>,
  body: () => Promise<unknown>,
  crontab = "",
): Promise<string> {
  let logged = "";
  const log = makeLog("warn", { write: (line: string) => void (logged += line) });
  const jobs = startJobs({ url: world.url, jobs: { tasks, crontab }, log, clock: systemClock });
  await body();
  await jobs.stop();
  return logged;
}

test("a job is added in a transaction of the program's own role, and done", async () => {
  let done: (payload: unknown) => void = () => {};
  const isDone = new Promise((resolve) => (done = resolve));
  await world.database.sql.begin(async (sql) => {
    await sql`select graphile_worker.add_job('greet', '{"name":"Ada"}')`;
  });
  await runJobs({ greet: async (payload) => done(payload) }, () => isDone);
  expect(await isDone).toEqual({ name: "Ada" });
});

test("a job of a transaction that is rolled back never was", async () => {
  await world.database.sql
    .begin(async (sql) => {
      await sql`select graphile_worker.add_job('never', '{"name":"Bo"}')`;
      throw new Error("changed my mind");
    })
    .catch(() => {});
  const [row] = await world.database.sql`
    select count(*)::int as waiting from graphile_worker.jobs where task_identifier = 'never'`;
  expect(row?.["waiting"]).toBe(0);
});

test("a job that fails is kept, to be tried again later", async () => {
  let tried: () => void = () => {};
  const isTried = new Promise<void>((resolve) => (tried = resolve));
  await world.database.sql`select graphile_worker.add_job('fail', '{}')`;
  const fail = async () => {
    tried();
    throw new Error("not today");
  };
  await runJobs({ fail }, () => isTried);
  const [row] = await world.database.sql`
    select attempts, last_error, run_at > now() as later from graphile_worker.jobs where task_identifier = 'fail'`;
  expect(row).toMatchObject({ attempts: 1, later: true });
  expect(row?.["last_error"]).toContain("not today");
});

test("T25: what a job asked the database with is in no log and is not kept with the job", async () => {
  let tried: () => void = () => {};
  const isTried = new Promise<void>((resolve) => (tried = resolve));
  await world.database.sql`select graphile_worker.add_job('ask', '{}')`;
  const ask = async () => {
    tried();
    await world.platform.db.execute(sql`select ${"a secret of somebody"}::int`);
  };
  const logged = await runJobs({ ask }, () => isTried);
  const [row] = await world.database.sql`
    select last_error from graphile_worker.jobs where task_identifier = 'ask'`;
  expect(row?.["last_error"]).toBe("invalid input syntax for type integer: …");
  expect(logged).toContain("a job ended in an error");
  expect(logged).not.toContain("a secret of somebody");
});

test("a calendar is kept by the program's own role", async () => {
  const known = async () => {
    const rows = await world.database.sql`select identifier from graphile_worker._private_known_crontabs`;
    return rows.length > 0;
  };
  const logged = await runJobs(
    { sweep: async () => {} },
    async () => {
      while (!(await known())) await new Promise((resolve) => systemClock.after(20, () => resolve(null)));
    },
    "17 * * * * sweep",
  );
  expect(logged).toBe("");
});
