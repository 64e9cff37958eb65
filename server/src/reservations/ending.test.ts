import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { addPool, expectSoundPools, inHours, totalOf } from "../testing/pools.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { extendReservation } from "./change.ts";
import { createReservation } from "./create.ts";
import { deliverReservations } from "./deliver.ts";
import { readEnding } from "./ending.ts";
import { changePool, closePool } from "./pools.ts";
import { findReservation } from "./store/reservations.ts";
import type { PoolRow } from "./store/pools.ts";

const MINUTE = 60_000;
let world: World;
let ada: Person;
let bo: Person;
let pool: PoolRow;
let people = 0;
let keys = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
});
beforeEach(async () => {
  [ada, bo] = [await addPerson(world, `Ada${++people}`), await addPerson(world, `Bo${people}`)];
  for (const { accountId } of [ada, bo]) {
    await changePlan(world.ctx(), accountId, "team");
    await give(world, accountId, usd(500));
  }
  pool = await addPool(world, { gpuModel: `GPU ${people}` });
});
afterEach(async () => {
  await expectSoundPools(world);
  await expectSoundLedger(world);
});
afterAll(() => world?.close());

const after = (date: Date, minutes: number) => new Date(date.getTime() + minutes * MINUTE);
const key = () => `a key of a test ${++keys}`;
async function book(who: Person, gpus: number, window: { startsAt: Date; endsAt: Date }) {
  const expectedTotal = await totalOf(world, pool.id, gpus, window);
  const wanted = { poolId: pool.id, gpus, ...window };
  return (await createReservation(world.ctx(who), { wanted, expectedTotal }, key())).reply;
}
/** An hour of one GPU, with its end so many minutes ahead. */
async function endingIn(minutes: number) {
  const booked = await book(ada, 1, { startsAt: inHours(world, 2), endsAt: inHours(world, 3) });
  await world.clock.advance(after(booked.endsAt, -minutes).getTime() - world.clock.now().getTime());
  return booked;
}
async function see(id: string) {
  const found = await findReservation(world.ctx(), ada.accountId, id);
  if (!found) throw new Error(`${id} is gone`);
  return readEnding(world.ctx(ada), found);
}
async function lettersTo(who: Person): Promise<string> {
  const rows = await world.database.sql`select content from mails where recipient = ${who.email}`;
  return rows.map(({ content }) => String(content)).join();
}

test("in its last hour, and not before, it can be kept for an hour at a price that is said", async () => {
  const booked = await endingIn(61);
  expect(await see(booked.id)).toBeNull();
  await world.clock.advance(2 * MINUTE);
  const ending = await see(booked.id);
  expect(ending).toMatchObject({ next: "free", alternatives: [], endsAt: booked.endsAt });
  const { extension } = ending ?? {};
  if (!extension) throw new Error("it could not be kept");
  expect(extension.endsAt).toEqual(after(booked.endsAt, 60));
  await extendReservation(world.ctx(ada), booked.id, extension.endsAt, extension.total, key());
  expect(await findReservation(world.ctx(), ada.accountId, booked.id)).toMatchObject({
    endsAt: extension.endsAt,
    totalMicros: booked.totalMicros + extension.difference,
  });
});

test("that somebody is next is said and not who, with what is free until then and where else there is room", async () => {
  const booked = await endingIn(45);
  const next = { startsAt: after(booked.endsAt, 30), endsAt: after(booked.endsAt, 150) };
  await book(bo, 8, next);
  const elsewhere = await addPool(world, { gpuModel: pool.gpuModel, name: "elsewhere" });
  const ending = await see(booked.id);
  expect(ending).toMatchObject({ next: "somebody", extension: { endsAt: next.startsAt } });
  expect(ending?.alternatives.map((one) => [one.pool.id, one.startsAt])).toEqual([
    [elsewhere.id, booked.endsAt],
    [pool.id, next.endsAt],
    [pool.id, after(next.endsAt, 30)],
  ]);
  await world.clock.advance(16 * MINUTE);
  await deliverReservations(world.ctx());
  const letters = await lettersTo(ada);
  expect(letters).toContain("ends in 30 min");
  expect(letters).toContain("Somebody else has its GPUs next.");
  expect(letters).toContain("It can be kept until");
  expect(letters).not.toContain(bo.name);
  expect(letters).not.toContain(bo.accountId);
  expect(await lettersTo(bo)).not.toContain("ends in");
});

test("a pool that is closed after it is said to be, and promises nothing", async () => {
  const booked = await endingIn(20);
  const window = { startsAt: booked.endsAt, endsAt: after(booked.endsAt, 240) };
  await closePool(world.ctx(), { poolId: pool.id, kind: "blackout", reason: "new cooling", ...window });
  expect(await see(booked.id)).toMatchObject({ next: "closed", extension: null });
  await changePool(world.ctx(), pool.id, { isOpen: false });
  expect(await see(booked.id)).toMatchObject({ next: "closed", extension: null, alternatives: [] });
});
