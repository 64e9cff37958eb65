import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createApiKey } from "../accounts/create-api-key.ts";
import { actingFor, changePlan } from "../accounts/index.ts";
import { removeMember } from "../accounts/remove-member.ts";
import { openWish } from "../sessions/index.ts";
import { removeTemplate, saveTemplate } from "../sessions/templates.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { addPool, expectSoundPools, inHours } from "../testing/pools.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { cancelReservation } from "./cancel.ts";
import { cancelSeries } from "./cancel-series.ts";
import { createReservation } from "./create.ts";
import { priceReservation } from "./price.ts";
import { createSeries, priceSeries, type WantedEachTime } from "./series.ts";
import type { PoolRow } from "./store/pools.ts";
import { listReservations } from "./store/reservations.ts";
import { findWait, listWaits } from "./store/waits.ts";
import { joinWaitlist, joinWaitlistOnce, leaveWaitlist, promoteWaiting } from "./waitlist.ts";

let world: World;
let ada: Person;
let bo: Person;
let pool: PoolRow;
let keys = 0;
let people = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
});
beforeEach(async () => {
  [ada, bo] = [await addPerson(world, `Ada${++people}`), await addPerson(world, `Bo${people}`)];
  for (const { accountId } of [ada, bo]) {
    await changePlan(world.ctx(), accountId, "team");
    await give(world, accountId, usd(1_000));
  }
  pool = await addPool(world, { gpus: 4 });
});
afterEach(async () => {
  await expectSoundPools(world);
  await expectSoundLedger(world);
});
afterAll(() => world?.close());

const key = () => `a key of a test ${++keys}`;
const wanted = (from: number, to: number, gpus: number) => ({
  poolId: pool.id,
  gpus,
  startsAt: inHours(world, from),
  endsAt: inHours(world, to),
});
async function book(who: Person, wish: ReturnType<typeof wanted>) {
  const expectedTotal = (await priceReservation(world.ctx(who), wish)).total;
  return (await createReservation(world.ctx(who), { wanted: wish, expectedTotal }, key())).reply;
}
const bookedBy = (who: Person) =>
  listReservations(world.ctx(), who.accountId, { states: ["confirmed"], after: null, limit: 100 });

test("what somebody waits for is booked when it becomes free, once, however many look", async () => {
  const taken = await book(ada, wanted(48, 50, 4));
  const template = { name: "Nightly", image: "pytorch/pytorch:2.9", onStart: "make train", ports: [6006] };
  const { id: templateId } = await saveTemplate(world.ctx(bo), template);
  const said = { saveCommand: "sync-it", saveMinutes: 7, env: [{ name: "RUN", value: "nightly" }] };
  await joinWaitlist(world.ctx(bo), { ...wanted(48, 50, 2), ...said, templateId }, usd(100));
  // What was said stands, whatever becomes of the template.
  await removeTemplate(world.ctx(bo), templateId);
  expect(await promoteWaiting(world.ctx())).toBe(0);
  await cancelReservation(world.ctx(ada), taken.id, 0n, key());
  const promoted = await Promise.all([promoteWaiting(world.ctx()), promoteWaiting(world.ctx())]);
  expect(promoted.reduce((sum, count) => sum + count, 0)).toBe(1);
  const booked = await bookedBy(bo);
  expect(booked).toMatchObject([{ gpus: 2, startsAt: inHours(world, 48) }]);
  const { name: _, ...setUp } = template;
  expect(booked.map((one) => openWish(world.ctx(), one))).toMatchObject([{ ...said, ...setUp }]);
});

test("M7: who asks again with the same key waits once, and with another wish not at all", async () => {
  const again = key();
  const join = (gpus: number) => joinWaitlistOnce(world.ctx(bo), wanted(48, 50, gpus), usd(100), again);
  const [one, other] = await Promise.all([join(2), join(2)]);
  expect(other.id).toBe(one.id);
  await expect(join(1)).rejects.toMatchObject({ type: "IdempotencyKeyReused" });
  expect(await promoteWaiting(world.ctx())).toBe(1);
  expect(await bookedBy(bo)).toHaveLength(1);
});

test("who waits longest comes first, and whose wish is smaller is not kept waiting by it", async () => {
  await book(ada, wanted(48, 50, 3));
  await joinWaitlist(world.ctx(bo), wanted(48, 50, 2), usd(100));
  await world.clock.advance(1_000);
  await joinWaitlist(world.ctx(ada), wanted(48, 50, 1), usd(100));
  expect(await promoteWaiting(world.ctx())).toBe(1);
  expect(await bookedBy(bo)).toEqual([]);
  expect(await bookedBy(ada)).toHaveLength(2);
});

test("nothing is booked above the price that was agreed to, without credit, or for who has left", async () => {
  await joinWaitlist(world.ctx(ada), wanted(48, 50, 1), 1n);
  const poor = await addPerson(world, `Poor${people}`);
  await changePlan(world.ctx(), poor.accountId, "team");
  await give(world, poor.accountId, 1n);
  await joinWaitlist(world.ctx(poor), wanted(48, 50, 1), usd(100));
  const left = await joinWaitlist(world.ctx(bo), wanted(48, 50, 1), usd(100));
  await expect(leaveWaitlist(world.ctx(ada), left.id)).rejects.toMatchObject({ type: "NotFound" });
  await leaveWaitlist(world.ctx(bo), left.id);
  expect(await promoteWaiting(world.ctx())).toBe(0);
});

test("what is waited for is booked within what its asker may do and spend by then", async () => {
  const { apiKey } = await createApiKey(world.ctx(ada), {
    name: "partner",
    scopes: ["reservations:write"],
    spendCeilingPerDay: usd(1),
  });
  const bound = await actingFor(world.ctx(), ada.accountId, apiKey.id, "");
  if (!bound) throw new Error("no key");
  const byKey = await joinWaitlist(world.ctx(bound), wanted(48, 58, 4), usd(1_000));
  const mo = await addMember(world, ada, "Mo", "member");
  const byMo = await joinWaitlist(world.ctx(mo), wanted(48, 50, 1), usd(1_000));
  const [member] = await world.database
    .sql`select id from members where user_id = ${mo.userId} and account_id = ${ada.accountId}`;
  await removeMember(world.ctx(ada), String(member?.["id"]));
  expect(await promoteWaiting(world.ctx())).toBe(0);
  expect(await listWaits(world.ctx(), ada.accountId)).toMatchObject([{ id: byKey.id }]);
  expect(await findWait(world.ctx(), ada.accountId, byMo.id)).toMatchObject({ state: "lapsed" });
  expect(await bookedBy(ada)).toEqual([]);
});

test("many who wait for what they cannot have keep nobody waiting", async () => {
  for (let n = 0; n < 11; n++) {
    const poor = await addPerson(world, `Poor${people} ${n}`);
    await changePlan(world.ctx(), poor.accountId, "team");
    await Promise.all(
      Array.from({ length: 20 }, () => joinWaitlist(world.ctx(poor), wanted(48, 50, 1), usd(100))),
    );
  }
  await world.clock.advance(1_000);
  await joinWaitlist(world.ctx(ada), wanted(48, 50, 1), usd(100));
  expect(await promoteWaiting(world.ctx())).toBe(1);
  expect(await bookedBy(ada)).toHaveLength(1);
});

test("who waited until the start waited in vain", async () => {
  await joinWaitlist(world.ctx(ada), wanted(1, 2, 1), 1n);
  await world.clock.advance(2 * 3_600_000);
  expect(await promoteWaiting(world.ctx())).toBe(0);
  const { sql } = world.database;
  expect(await sql`select state from reservation_waits where account_id = ${ada.accountId}`).toMatchObject([
    { state: "lapsed" },
  ]);
});

function eachDay(rest: { gpus?: number } = {}): WantedEachTime & { poolId: string } {
  const startsAtLocal = inHours(world, 48).toISOString().slice(0, 16);
  return {
    poolId: pool.id,
    gpus: 3,
    rule: "FREQ=DAILY;COUNT=4",
    zone: "UTC",
    startsAtLocal,
    minutes: 120,
    daylightSaving: "same-wall-clock",
    ...rest,
  };
}
const totalOf = async (wish: WantedEachTime) =>
  (await priceSeries(world.ctx(ada), wish)).reduce((sum, { total }) => sum + (total ?? 0n), 0n);

test("every time of a rule is booked, or none", async () => {
  const wish = eachDay();
  const total = await totalOf(wish);
  await expect(createSeries(world.ctx(ada), wish, total + 1n, key())).rejects.toMatchObject({
    type: "TotalChanged",
  });
  expect(await bookedBy(ada)).toEqual([]);
  const once = key();
  const booked = await createSeries(world.ctx(ada), wish, total, once);
  expect(booked.map(({ startsAt }) => startsAt)).toEqual(
    [48, 72, 96, 120].map((hour) => inHours(world, hour)),
  );
  expect(await createSeries(world.ctx(ada), wish, total, once)).toHaveLength(4);
  expect(await bookedBy(ada)).toHaveLength(4);

  // One GPU is left of four: a second series of three does not fit, and says where first.
  const priced = await priceSeries(world.ctx(bo), wish);
  expect(priced.every(({ refused }) => refused !== null)).toBe(true);
  await expect(createSeries(world.ctx(bo), wish, total, key())).rejects.toMatchObject({
    type: "OccurrenceRefused",
    startsAt: inHours(world, 48),
  });
  expect(await bookedBy(bo)).toEqual([]);
});

test("the rest of a rule is cancelled at what was shown, all of it or none, and what began earlier stays", async () => {
  const wish = eachDay();
  const booked = await createSeries(world.ctx(ada), wish, await totalOf(wish), key());
  const [first, second] = booked;
  if (!first?.seriesId || !second) throw new Error("no series");
  const rest = { seriesId: first.seriesId, from: second.startsAt };
  await expect(cancelSeries(world.ctx(ada), rest, 1n, key())).rejects.toMatchObject({ type: "TotalChanged" });
  await expect(cancelSeries(world.ctx(bo), rest, 0n, key())).rejects.toMatchObject({ type: "NotFound" });
  expect(await bookedBy(ada)).toHaveLength(4);
  const once = key();
  for (const tries of [1, 2]) {
    const now = await cancelSeries(world.ctx(ada), rest, 0n, once);
    expect(
      now.map(({ state }) => state),
      `try ${tries}`,
    ).toEqual(["confirmed", "cancelled", "cancelled", "cancelled"]);
  }
  await expect(cancelSeries(world.ctx(ada), rest, 0n, key())).rejects.toMatchObject({ type: "TooLate" });
});

test("series are cancelled and booked in the same days at once without a deadlock", async () => {
  const wish = eachDay({ gpus: 1 });
  const total = await totalOf(wish);
  const [mine, other] = await Promise.all([
    createSeries(world.ctx(ada), wish, total, key()),
    createSeries(world.ctx(bo), wish, total, key()),
  ]);
  const rest = (of: typeof mine) => ({
    seriesId: of[0]?.seriesId ?? "",
    from: of[0]?.startsAt ?? new Date(0),
  });
  const done = await Promise.allSettled([
    cancelSeries(world.ctx(ada), rest(mine), 0n, key()),
    createSeries(world.ctx(bo), wish, total, key()),
    cancelSeries(world.ctx(bo), rest(other), 0n, key()),
    createSeries(world.ctx(ada), wish, total, key()),
  ]);
  expect(done.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "fulfilled"));
});

test("two series into the same days at once, from either end, meet no deadlock", async () => {
  const wish = eachDay({ gpus: 1 });
  const total = await totalOf(wish);
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) => createSeries(world.ctx(at % 2 ? ada : bo), wish, total, key())),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
  for (const one of tries)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ type: "OccurrenceRefused" });
});
