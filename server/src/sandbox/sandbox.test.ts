import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sandboxClock, systemClock } from "../platform/clock.ts";
import { startSession } from "../sessions/index.ts";
import { costAt } from "../sessions/rules/meter.ts";
import { listStretches } from "../sessions/store/machines.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { sandboxOf } from "../testing/sandbox.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { followClock } from "./follow-clock.ts";
import { moveClock } from "./move-clock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;
let ada: Person;
let sandbox: ReturnType<typeof sandboxOf>;
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(50));
  sandbox = sandboxOf(world);
});
afterAll(() => world?.close());
beforeEach(() => {
  sandbox.isAway = false;
});

const inMs = (ms: number) => new Date(world.clock.now().getTime() + ms);
const move = (ms: number) => moveClock(world.ctx(ada), { sandbox, accountId: ada.accountId, to: inMs(ms) });

test("hours go by in a moment: a session is charged for them, its agent is not held silent, and it ends on time", async () => {
  const fleet = new Fleet(world);
  await list(world, [listed("1", { pricePerHour: usd(1) })]);
  const [offer] = await world.database.sql`select id from offers`;
  const { session } = await startSession(world.ctx(ada), { offerId: String(offer?.["id"]), hours: 3 });
  await fleet.until("running", session.id);
  for (const { instance } of fleet.cloud.there) fleet.silent.add(instance.externalId);
  const cost = async () => costAt(await listStretches(world.ctx(), [session.id]), world.clock.now());

  const before = await cost();
  const to = inMs(2 * HOUR);
  expect(await move(2 * HOUR)).toEqual(to);
  expect(sandbox.broughtTo.at(-1)).toEqual(to);
  expect((await cost()) - before).toBe(2n * session.pricePerHour);
  await fleet.turn();
  expect(await fleet.read(session.id)).toMatchObject({ state: "running", silentWarnedAt: null });

  await move(HOUR);
  const over = await fleet.until("stopped", session.id);
  expect(over.reason).toBe("time-is-up");
});

test("of two who move it on at once the second passes over only what the first left", async () => {
  const fleet = new Fleet(world);
  await list(world, [listed("2", { pricePerHour: usd(1) })]);
  const [offer] = await world.database.sql`select id from offers where state = 'listed'`;
  const { session } = await startSession(world.ctx(ada), { offerId: String(offer?.["id"]), hours: 12 });
  await fleet.until("running", session.id);
  const heardAt = async () => (await fleet.read(session.id)).heardAt?.getTime() ?? 0;
  const before = await heardAt();
  const first = move(HOUR);
  const second = moveClock(world.ctx(ada), {
    sandbox: { ...sandbox, bringMarketsTo: async () => void (await first) },
    accountId: ada.accountId,
    to: inMs(2 * HOUR),
  });
  await Promise.all([first, second]);
  expect((await heardAt()) - before).toBe(2 * HOUR);
});

test("every loop's turn has come, and what was moved is told to who moved it", async () => {
  const { sql } = world.database;
  await sql`insert into loops (name, next_at, fence) values ('hourly', now() + interval '1 hour', 0)`;
  await move(5 * MINUTE);
  const [loop] = await sql`select next_at <= now() as due from loops where name = 'hourly'`;
  expect(loop?.["due"]).toBe(true);
  const told = await sql`select account_id, payload from events where topic = 'sandbox.moved'`;
  expect(told.at(-1)).toMatchObject({
    account_id: ada.accountId,
    payload: { to: world.clock.now().toISOString() },
  });
});

test("every process goes by it, and one that is started anew does from the beginning", async () => {
  const other = sandboxOf(world).clock;
  const process = {
    ...sandbox,
    clock: sandboxClock({ ...other, now: () => new Date(0), after: systemClock.after }),
  };
  const following = await followClock(world.platform, process);
  expect(process.clock.now().getTime()).toBe(sandbox.clock.aheadMs());
  await move(HOUR);
  await expect.poll(() => process.clock.now().getTime()).toBe(sandbox.clock.aheadMs());
  following.stop();
});

test("time goes forward only, in steps, no further than a year, and nowhere but in a sandbox", async () => {
  const ahead = sandbox.clock.aheadMs();
  await expect(move(-MINUTE)).rejects.toMatchObject({ type: "InvalidInput", field: "to" });
  await expect(move(32 * 24 * HOUR)).rejects.toMatchObject({ type: "InvalidInput" });
  const real = moveClock(world.ctx(ada), { sandbox: null, accountId: ada.accountId, to: inMs(HOUR) });
  await expect(real).rejects.toMatchObject({ type: "NoSandbox" });
  sandbox.isAway = true;
  await expect(move(HOUR)).rejects.toMatchObject({
    type: "NoSandbox",
    message: expect.stringMatching(/market/) as string,
  });
  expect(sandbox.clock.aheadMs()).toBe(ahead);
  expect((await world.database.sql`select ahead_ms::int from sandbox_clock`)[0]?.["ahead_ms"]).toBe(ahead);
});
