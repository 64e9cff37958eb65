import { afterAll, beforeAll, expect, test } from "vitest";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { forgetMinutes, readDeployment, startSession, stopSession } from "./index.ts";
import { doubtOf } from "./rules/doubt.ts";
import { listDoubtful, readAudit } from "./store/fleet.ts";
import { listMinutes } from "./store/minutes.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let world: World;
let ada: Person;
let fleet: Fleet;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(100));
  fleet = new Fleet(world);
  await list(world, [listed("1", { pricePerHour: 1_000_000n })]);
});
afterAll(() => world?.close());

const audit = async () => (await readAudit(world.ctx()))[0];
const doubts = async () =>
  (await listDoubtful(world.ctx(), world.clock.now(), 10)).map((machine) => doubtOf(machine).doubt);

test("what an agent tells is kept by the minute for a week, and a minute in which it is silent has no row", async () => {
  const [row] = await world.database.sql`select id from offers`;
  const { session } = await startSession(world.ctx(ada), { offerId: String(row?.["id"]), hours: 2 });
  await fleet.until("running", session.id);
  const gpu = { name: "H100", memoryTotalMb: 81_559, xid: null, eccErrors: 0 };
  fleet.gpus = [{ ...gpu, utilisation: 97, memoryUsedMb: 40_000, temperatureCelsius: 61, powerWatts: 402 }];
  await fleet.pass(2 * MINUTE);
  const silentFrom = world.clock.now();
  fleet.silent.add(fleet.cloud.there[0]?.instance.externalId ?? "");
  await fleet.pass(3 * MINUTE);
  fleet.silent.clear();
  await fleet.pass(MINUTE);
  const minutes = await listMinutes(world.ctx(), [session.id], silentFrom);
  expect(minutes.length).toBeGreaterThanOrEqual(1);
  expect(minutes.length).toBeLessThanOrEqual(2);
  const all = await listMinutes(world.ctx(), [session.id], new Date(0));
  // A beat each five seconds of the test's clock.
  expect(Math.max(...all.map(({ beats }) => beats))).toBe(12);
  expect(all.at(-1)?.gpus).toEqual([
    { utilisation: 97, memoryUsedMb: 40_000, memoryTotalMb: 81_559, temperatureCelsius: 61, powerWatts: 402 },
  ]);
  const [events] = await world.database
    .sql`select count(*)::int as heard from events where topic like '%heard%'`;
  expect(events?.["heard"]).toBe(0);
  await stopSession(world.ctx(ada), session.id);
  await fleet.until("stopped", session.id);
  await forgetMinutes(world.ctx());
  expect(await listMinutes(world.ctx(), [session.id], new Date(0))).toHaveLength(all.length);
  await world.clock.advance(8 * DAY);
  await forgetMinutes(world.ctx());
  expect(await listMinutes(world.ctx(), [session.id], new Date(0))).toEqual([]);
});

test("the fleet says what each list held, and a list that fails is known to fail without changing the rest", async () => {
  await fleet.turn();
  const before = await audit();
  expect(before).toMatchObject({ listed: 0, ours: 0, believed: 0, problem: null, halted: false });
  fleet.cloud.moods.list = "fails";
  await fleet.turn();
  const since = world.clock.now();
  await world.clock.advance(MINUTE);
  await fleet.turn();
  const failing = await audit();
  expect(failing).toMatchObject({ sweptAt: before?.sweptAt, listed: 0, problemSince: since });
  expect(failing?.problem).toMatch(/502/);
  fleet.cloud.moods.list = "well";
  await fleet.turn();
  expect(await audit()).toMatchObject({ sweptAt: world.clock.now(), problem: null, problemSince: null });
});

test("S3: an orphan is in question until it is proven gone, and then the lists agree again", async () => {
  fleet.cloud.place({
    mark: {
      deployment: await readDeployment(world.ctx()),
      session: "ses_00000000000000000000000000",
      expiresAt: world.clock.now(),
      consumer: null,
    },
  });
  await world.clock.advance(10 * MINUTE);
  await fleet.turn();
  expect(await doubts()).toEqual(["orphan"]);
  expect(await audit()).toMatchObject({ ours: 1, orphansLeft: 1 });
  await fleet.pass(5 * MINUTE);
  expect(await doubts()).toEqual([]);
  expect(await audit()).toMatchObject({ ours: 0, believed: 0, orphans: 1, orphansLeft: 0 });
});
