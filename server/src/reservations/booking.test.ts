import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { readStanding } from "../credits/store/reading.ts";
import postgres from "postgres";
import { metrics } from "../platform/metrics.ts";
import { inTransaction } from "../platform/context.ts";
import { blockStarts, unblockStarts } from "../sessions/index.ts";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { addPool, expectSoundPools, inHours, totalOf } from "../testing/pools.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { type Usd, usd } from "../values/money.ts";
import { readAvailability } from "./availability.ts";
import { cancelReservation } from "./cancel.ts";
import { extendReservation, moveBooking, priceExtension, priceMove } from "./change.ts";
import { checkPools } from "./check-pools.ts";
import { createReservation } from "./create.ts";
import { handBackReservation, priceHandBack } from "./hand-back.ts";
import { lapseQuotes } from "./lapse-quotes.ts";
import { changePool, closePool, createPool, openPool } from "./pools.ts";
import { priceReservation } from "./price.ts";
import { giveUpQuote, quoteReservation, type Wanted } from "./quote.ts";
import { quarters } from "./rules/parts.ts";
import { joinWaitlist, promoteWaiting } from "./waitlist.ts";
import { findReservation } from "./store/reservations.ts";
import type { PoolRow } from "./store/pools.ts";

const DAY = 24;
let world: World;
let ada: Person;
let bo: Person;
let pool: PoolRow;
let keys = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 12 });
  ada = await addPerson(world, "Ada");
  bo = await addPerson(world, "Bo");
  for (const { accountId } of [ada, bo]) {
    await changePlan(world.ctx(), accountId, "team");
    await give(world, accountId, usd(1_000_000));
  }
});
beforeEach(async () => {
  pool = await addPool(world);
});
afterEach(async () => {
  await expectSoundPools(world);
  await expectSoundLedger(world);
});
afterAll(() => world?.close());

const window = (from: number, to: number) => ({ startsAt: inHours(world, from), endsAt: inHours(world, to) });
const key = () => `a key of a test ${++keys}`;
const wanted = (from: number, to: number, gpus: number, rest: Partial<Wanted> = {}): Wanted => ({
  poolId: pool.id,
  gpus,
  ...window(from, to),
  ...rest,
});
async function book(who: Person, wish: Wanted, under = key()) {
  const expectedTotal = (await priceReservation(world.ctx(who), wish)).total;
  return (await createReservation(world.ctx(who), { wanted: wish, expectedTotal }, under)).reply;
}
const reload = async (who: Person, id: string) => {
  const found = await findReservation(world.ctx(), who.accountId, id);
  if (!found) throw new Error(`${id} is gone`);
  return found;
};
const stands = async (who: Person) => readStanding(world.ctx(), who.accountId, null);
async function free(from: number, to: number): Promise<number[]> {
  const { startsAt, endsAt } = window(from, to);
  const asked = { poolId: pool.id, from: startsAt, to: endsAt, stepMinutes: 60 };
  const { pools } = await readAvailability(world.ctx(), asked);
  return pools[0]?.free ?? [];
}
const refused = (type: string): unknown => expect.objectContaining({ type });
const typeOf = (reason: unknown) => String((reason as { type?: string }).type ?? reason);

test("a booking takes its GPUs and sets its total aside, and nothing else", async () => {
  const before = await stands(ada);
  const booked = await book(ada, wanted(48, 51, 3, { label: "fine-tuning" }));
  expect(booked).toMatchObject({ state: "confirmed", gpus: 3, label: "fine-tuning", chargedMicros: 0n });
  expect(await free(47, 52)).toEqual([8, 5, 5, 5, 8]);
  const after = await stands(ada);
  expect(after.held - before.held).toBe(booked.totalMicros);
  expect(before.available - after.available).toBe(booked.totalMicros);
});

test("C1: two people reach for the last GPU; one gets it, and the other hears when it is free", async () => {
  await book(ada, wanted(48, 50, 7));
  const tries = await Promise.allSettled([book(ada, wanted(48, 50, 1)), book(bo, wanted(48, 50, 1))]);
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const lost = tries.find(({ status }) => status === "rejected") as PromiseRejectedResult;
  expect(lost.reason).toMatchObject({
    type: "NotEnoughFree",
    needed: 1,
    available: 0,
    alternatives: [window(46, 48), window(50, 52), window(45, 47)].slice(0, 2).concat([expect.anything()]),
  });
});

test("G1: of many who try for the last GPU at once exactly one succeeds, and nobody meets a fault", async () => {
  await changePool(world.ctx(), pool.id, { gpus: 1 });
  const total = await totalOf(world, pool.id, 1, window(48, 50));
  const tries = await Promise.allSettled(
    Array.from({ length: 300 }, (_, at) =>
      createReservation(
        world.ctx(at % 2 ? ada : bo),
        // Half of them overlap only by a part.
        { wanted: wanted(48 + (at % 2), 50 + (at % 2), 1), expectedTotal: total },
        key(),
      ),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const others = tries.filter((one): one is PromiseRejectedResult => one.status === "rejected");
  expect(new Set(others.map(({ reason }) => typeOf(reason)))).toEqual(new Set(["NotEnoughFree"]));
});

test("G3: random windows at once never promise more than there is, and what fits is not refused", async () => {
  await changePool(world.ctx(), pool.id, { gpus: 4 });
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const asked = Array.from({ length: 200 }, () => {
    const from = 48 + random(60);
    return wanted(from, from + 1 + random(30), 1 + random(3));
  });
  const tries = await Promise.allSettled(asked.map((wish, at) => book(at % 2 ? ada : bo, wish)));
  const reasons = tries.flatMap((one) => (one.status === "rejected" ? [typeOf(one.reason)] : []));
  expect(new Set(reasons)).toEqual(new Set(["NotEnoughFree"]));
  // C2: one after another, whatever still fits by count is taken, however the others lie.
  for (const wish of asked) {
    const fits = Math.min(...(await freeQuarters(wish))) >= wish.gpus;
    const took = await book(ada, wish).then(
      () => true,
      () => false,
    );
    expect(took).toBe(fits);
  }
});

async function freeQuarters({ startsAt, endsAt }: Wanted): Promise<number[]> {
  const asked = { poolId: pool.id, from: startsAt, to: endsAt, stepMinutes: 15 };
  return (await readAvailability(world.ctx(), asked)).pools[0]?.free ?? [];
}

test("C2: what fits by count is not refused for how earlier ones lie", async () => {
  await changePool(world.ctx(), pool.id, { gpus: 2 });
  await book(ada, wanted(48, 50, 1));
  await book(ada, wanted(49, 52, 1));
  await book(ada, wanted(52, 54, 1));
  // With numbered GPUs neither would be free from 50 to 54.
  expect(await book(bo, wanted(50, 54, 1))).toMatchObject({ state: "confirmed" });
});

test("M7, G5: fifty with one key book once; the same key with another wish is refused", async () => {
  const wish = wanted(48, 49, 1);
  const expectedTotal = await totalOf(world, pool.id, 1, wish);
  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      createReservation(world.ctx(ada), { wanted: wish, expectedTotal }, "one key for all"),
    ),
  );
  const ids = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value.reply.id] : []));
  expect(new Set(ids).size).toBe(1);
  expect(await free(48, 49)).toEqual([7]);
  await expect(
    createReservation(world.ctx(ada), { wanted: wanted(50, 51, 1), expectedTotal }, "one key for all"),
  ).rejects.toMatchObject({ type: "IdempotencyKeyReused" });
});

test("M3, T41: bookings for more than there is are refused, and leave nothing behind", async () => {
  const poor = await addPerson(world, "Poor");
  await changePlan(world.ctx(), poor.accountId, "team");
  const wish = wanted(48, 58, 1);
  const price = await totalOf(world, pool.id, 1, wish);
  await give(world, poor.accountId, price * 2n + 1n);
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => book(poor, wish)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  for (const one of tries)
    if (one.status === "rejected")
      expect(one.reason).toMatchObject({ type: "InsufficientCredits", needed: price, available: 1n });
  expect(await free(48, 49)).toEqual([6]);
});

test("where a budget keeps more from beginning, nothing is booked or extended, and who waits goes on waiting", async () => {
  const booked = await book(ada, wanted(48, 50, 1));
  const quote = await quoteReservation(world.ctx(ada), wanted(48, 50, 1));
  await inTransaction(world.ctx(), (ctx) =>
    blockStarts(ctx, {
      accountId: ada.accountId,
      by: "a budget of the test",
      scope: "account",
      scopeValue: null,
      until: inHours(world, 2),
      message: "The budget is spent.",
      extensionsToo: true,
    }),
  );
  const type = "StartsBlocked";
  await expect(book(ada, wanted(48, 50, 1))).rejects.toMatchObject({ type });
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  await expect(createReservation(world.ctx(ada), input, key())).rejects.toMatchObject({ type });
  const end = inHours(world, 52);
  const { total } = priceExtension(booked, end, world.clock.now());
  await expect(extendReservation(world.ctx(ada), booked.id, end, total, key())).rejects.toMatchObject({
    type,
  });
  await joinWaitlist(world.ctx(ada), wanted(48, 50, 1), usd(100));
  expect(await promoteWaiting(world.ctx())).toBe(0);
  await inTransaction(world.ctx(), (ctx) => unblockStarts(ctx, ada.accountId, "a budget of the test"));
  expect(await promoteWaiting(world.ctx())).toBe(1);
  await giveUpQuote(world.ctx(ada), ada.accountId, quote.id);
});

test("a quote keeps its place and its price for five minutes, and no credit", async () => {
  const before = await stands(ada);
  const quote = await quoteReservation(world.ctx(ada), wanted(48, 50, 8));
  expect(await stands(ada)).toMatchObject({ held: before.held, available: before.available });
  await expect(book(bo, wanted(49, 51, 1))).rejects.toMatchObject({ type: "NotEnoughFree" });
  await changePool(world.ctx(), pool.id, { pricePerGpuHour: usd(9) });
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  const { reply } = await createReservation(world.ctx(ada), input, key());
  expect(reply).toMatchObject({ id: quote.id, state: "confirmed", totalMicros: quote.totalMicros });
  await expect(createReservation(world.ctx(ada), input, key())).rejects.toMatchObject({ type: "QuoteOver" });
});

test("a quote that ran out is worth nothing, and blocks nobody, even before it is swept", async () => {
  const quote = await quoteReservation(world.ctx(ada), wanted(48, 50, 8));
  await world.clock.advance(5 * 60_000);
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  await expect(createReservation(world.ctx(ada), input, key())).rejects.toMatchObject({ type: "QuoteOver" });
  expect(await book(bo, wanted(48, 50, 8))).toMatchObject({ state: "confirmed" });
  expect(await lapseQuotes(world.ctx())).toBe(0);
});

test("a quote of another account is not found, and its place is given back only by its own", async () => {
  const quote = await quoteReservation(world.ctx(ada), wanted(48, 50, 8));
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  await expect(createReservation(world.ctx(bo), input, key())).rejects.toMatchObject({ type: "NotFound" });
  const next = await quoteReservation(world.ctx(ada), wanted(49, 51, 8), quote.id);
  expect(await free(48, 52)).toEqual([8, 0, 0, 8]);
  await world.clock.advance(5 * 60_000);
  expect(await lapseQuotes(world.ctx())).toBe(1);
  expect((await reload(ada, next.id)).parts).toEqual([]);
});

test("an account keeps five quotes at a time", async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) => quoteReservation(world.ctx(ada), wanted(48 + at, 49 + at, 1))),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  for (const one of tries)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ type: "TooManyQuotes" });
  await world.clock.advance(6 * 60_000);
  await lapseQuotes(world.ctx());
});

test("T24: at another total than was shown nothing is booked and nothing held", async () => {
  const before = await stands(ada);
  await expect(
    createReservation(world.ctx(ada), { wanted: wanted(48, 50, 1), expectedTotal: 1n }, key()),
  ).rejects.toMatchObject({ type: "TotalChanged", expected: 1n });
  expect(await free(48, 50)).toEqual([8, 8]);
  expect(await stands(ada)).toMatchObject({ held: before.held });
});

test("booking ahead belongs to a plan, and says so", async () => {
  const guest = await addPerson(world, "Guest");
  await give(world, guest.accountId, usd(100));
  await expect(quoteReservation(world.ctx(guest), wanted(48, 50, 1))).rejects.toMatchObject({
    type: "PlanNeeded",
    plan: "team",
  });
  await expect(book(guest, wanted(48, 50, 1))).rejects.toMatchObject({ type: "PlanNeeded" });
});

test.each<[string, string, () => Partial<Wanted>]>([
  ["an end before its start", "endsAt", () => window(50, 48)],
  ["a start that is past", "startsAt", () => window(-2, 4)],
  ["a start off the grid", "startsAt", () => ({ startsAt: new Date(inHours(world, 48).getTime() + 1) })],
  ["an end off the grid", "endsAt", () => ({ endsAt: new Date(inHours(world, 49).getTime() + 60_000) })],
  ["half an hour", "endsAt", () => ({ endsAt: new Date(inHours(world, 48).getTime() + 30 * 60_000) })],
  ["31 days", "endsAt", () => window(48, 48 + 31 * DAY)],
  ["more than a year ahead", "startsAt", () => window(366 * DAY + 1, 366 * DAY + 3)],
  ["no GPU", "gpus", () => ({ gpus: 0 })],
  ["65 GPUs", "gpus", () => ({ gpus: 65 })],
  ["half a GPU", "gpus", () => ({ gpus: 1.5 })],
  ["no pool and no GPU", "poolId", () => ({ poolId: null })],
  ["a GPU without a pool", "gpuModel", () => ({ poolId: null, gpuModel: "RTX 9090" })],
])("%s is refused for itself, with nothing booked and nothing held", async (_, field, wrong) => {
  const before = await stands(ada);
  const wish = { ...wanted(48, 49, 1), ...wrong() };
  await expect(
    createReservation(world.ctx(ada), { wanted: wish, expectedTotal: 0n }, key()),
  ).rejects.toMatchObject({ type: "InvalidInput", field });
  await expect(quoteReservation(world.ctx(ada), wish)).rejects.toMatchObject({ type: "InvalidInput", field });
  expect(await stands(ada)).toMatchObject({ held: before.held });
});

test("an unknown pool is not found", async () => {
  await expect(
    priceReservation(world.ctx(ada), wanted(48, 49, 1, { poolId: "pol_none" })),
  ).rejects.toMatchObject({
    type: "NotFound",
  });
});

test("over midnight, the leap day and the year's end every quarter is counted once", async () => {
  const cases = [
    [Date.UTC(2026, 11, 31, 22), Date.UTC(2027, 0, 1, 3)],
    [Date.UTC(2027, 1, 28, 23, 45), Date.UTC(2027, 2, 1, 1)],
    [Date.UTC(2027, 2, 28, 0), Date.UTC(2027, 2, 29, 0)],
  ] as const;
  for (const [from, to] of cases) {
    const wish = { poolId: pool.id, gpus: 8, startsAt: new Date(from), endsAt: new Date(to) };
    await book(ada, wish);
    const around = { ...wish, startsAt: new Date(from - 3_600_000), endsAt: new Date(to + 3_600_000) };
    const seen = await freeQuarters(around);
    const expected = [...quarters(around)].map((at) => (at.getTime() >= from && at.getTime() < to ? 0 : 8));
    expect(seen).toEqual(expected);
  }
});

test("without a pool's name the cheapest pool that has it free is taken", async () => {
  await changePool(world.ctx(), pool.id, { isOpen: false });
  const [cheap, dear] = [
    await addPool(world, { gpuModel: "B200", gpus: 1, pricePerGpuHour: usd(3) }),
    await addPool(world, { gpuModel: "B200", gpus: 1, pricePerGpuHour: usd(5) }),
  ];
  const wish = wanted(48, 49, 1, { poolId: null, gpuModel: "B200" });
  expect((await book(ada, wish)).poolId).toBe(cheap.id);
  expect((await book(ada, wish)).poolId).toBe(dear.id);
  await expect(book(ada, wish)).rejects.toEqual(refused("NotEnoughFree"));
});

test("cancelling is free until the limit and costs the share that was said after it", async () => {
  const early = await book(ada, wanted(48, 50, 1));
  const before = await stands(ada);
  await cancelReservation(world.ctx(ada), early.id, 0n, key());
  expect(await stands(ada)).toMatchObject({ available: before.available + early.totalMicros });
  expect(await reload(ada, early.id)).toMatchObject({ state: "cancelled", parts: [] });

  const late = await book(ada, wanted(20, 22, 1));
  const share = late.totalMicros / 2n;
  await expect(cancelReservation(world.ctx(ada), late.id, 0n, key())).rejects.toMatchObject({
    type: "TotalChanged",
    total: share,
  });
  const again = key();
  await cancelReservation(world.ctx(ada), late.id, share, again);
  await cancelReservation(world.ctx(ada), late.id, share, again);
  expect(await reload(ada, late.id)).toMatchObject({ state: "cancelled", chargedMicros: share });
  expect(await free(20, 22)).toEqual([8, 8]);
  await expect(cancelReservation(world.ctx(ada), late.id, share, key())).rejects.toMatchObject({
    type: "TooLate",
  });
});

test("ids of another account are not found, and a member leaves others' bookings alone", async () => {
  const booked = await book(ada, wanted(48, 50, 1));
  const mia = await addMember(world, ada, "Mia", "member");
  for (const [who, type] of [
    [bo, "NotFound"],
    [mia, "NotAllowed"],
  ] as const) {
    await expect(cancelReservation(world.ctx(who), booked.id, 0n, key())).rejects.toMatchObject({ type });
    await expect(handBackReservation(world.ctx(who), booked.id, {}, 0n, key())).rejects.toMatchObject({
      type,
    });
    await expect(
      extendReservation(world.ctx(who), booked.id, inHours(world, 60), 0n, key()),
    ).rejects.toMatchObject({ type });
    await expect(moveBooking(world.ctx(who), booked.id, window(60, 62), 0n, key())).rejects.toMatchObject({
      type,
    });
  }
});

test("handing back a piece in the middle frees it at once and gives back by the rule", async () => {
  const booked = await book(ada, wanted(48, 72, 4));
  const part = { from: inHours(world, 54), to: inHours(world, 60), gpus: 3 };
  const { back, kept } = priceHandBack(booked, part, world.clock.now());
  const before = await stands(ada);
  await handBackReservation(world.ctx(ada), booked.id, part, back, key());
  expect(await free(53, 61)).toEqual([4, 7, 7, 7, 7, 7, 7, 4]);
  const left = await reload(ada, booked.id);
  expect(left.parts.map(({ gpus }) => gpus)).toEqual([4, 1, 4]);
  expect(left).toMatchObject({ totalMicros: booked.totalMicros - back, keptMicros: kept });
  expect((await stands(ada)).available).toBe(before.available + back);
  const all = { from: inHours(world, 48), to: inHours(world, 72) };
  expect(() => priceHandBack(left, all, world.clock.now())).toThrow("Cancel it instead");
});

test("extending keeps the terms, needs the place, and holds the difference", async () => {
  const booked = await book(ada, wanted(48, 50, 4));
  const later = inHours(world, 54);
  const { total } = priceExtension(booked, later, world.clock.now());
  await extendReservation(world.ctx(ada), booked.id, later, total, key());
  expect(await free(49, 55)).toEqual([4, 4, 4, 4, 4, 8]);
  expect(await reload(ada, booked.id)).toMatchObject({ totalMicros: total, endsAt: later });
  await book(bo, wanted(54, 56, 6));
  const farther = inHours(world, 55);
  const extended = await reload(ada, booked.id);
  const more = priceExtension(extended, farther, world.clock.now()).total;
  await expect(extendReservation(world.ctx(ada), booked.id, farther, more, key())).rejects.toMatchObject({
    type: "NotEnoughFree",
    needed: 4,
    available: 2,
  });
});

test("two who extend into the same hours at once: one of them may", async () => {
  const [a, b] = [await book(ada, wanted(48, 50, 4)), await book(bo, wanted(48, 50, 4))];
  await book(ada, wanted(50, 51, 2));
  const end = inHours(world, 51);
  const tries = await Promise.allSettled(
    [a, b].map((one) =>
      extendReservation(
        world.ctx(one.accountId === ada.accountId ? ada : bo),
        one.id,
        end,
        priceExtension(one, end, world.clock.now()).total,
        key(),
      ),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("moving gives up one time and takes another, both or neither, at the terms of now", async () => {
  const booked = await book(ada, wanted(48, 50, 8));
  await book(bo, wanted(60, 61, 1));
  const full = window(60, 62);
  const { total: there } = await priceMove(world.ctx(ada), booked, full);
  await expect(moveBooking(world.ctx(ada), booked.id, full, there, key())).rejects.toMatchObject({
    type: "NotEnoughFree",
  });
  expect(await free(48, 50)).toEqual([0, 0]);
  // Into its own time, too.
  const to = window(49, 53);
  const { total, difference } = await priceMove(world.ctx(ada), booked, to);
  const before = await stands(ada);
  await moveBooking(world.ctx(ada), booked.id, to, total, key());
  expect(await free(47, 54)).toEqual([8, 8, 0, 0, 0, 0, 8]);
  expect((await stands(ada)).held).toBe(before.held + difference);
});

test("G4: who moves to and fro across days at once never meets a deadlock", async () => {
  const bookings = await Promise.all(
    Array.from({ length: 8 }, (_, at) => book(ada, wanted(50 + 24 * (at % 4), 52 + 24 * (at % 4), 1))),
  );
  const moves = bookings.flatMap((one, at) =>
    Array.from({ length: 6 }, async (_, round): Promise<unknown> => {
      const to = window(50 + 24 * ((at + round) % 4), 76 + 24 * ((at + round) % 4));
      try {
        const { total } = await priceMove(world.ctx(ada), await reload(ada, one.id), to);
        return await moveBooking(world.ctx(ada), one.id, to, total, key());
      } catch (error) {
        return (error as { type?: string }).type ?? error;
      }
    }),
  );
  const outcomes = new Set(
    (await Promise.all(moves)).map((one) => (String(one).startsWith("res_") ? "moved" : one)),
  );
  outcomes.delete("moved");
  outcomes.delete("NotEnoughFree");
  expect([...outcomes]).toEqual([]);
});

test("a pool does not shrink below what is promised, and says who is in the way", async () => {
  const booked = await book(ada, wanted(48, 50, 6));
  await expect(changePool(world.ctx(), pool.id, { gpus: 5 })).rejects.toMatchObject({
    type: "PromisedAlready",
    inTheWay: [{ id: booked.id, gpus: 6 }],
  });
  await changePool(world.ctx(), pool.id, { gpus: 6 });
  expect(await free(47, 50)).toEqual([6, 0, 0]);
  await changePool(world.ctx(), pool.id, { gpus: 10 });
  expect(await free(47, 50)).toEqual([10, 4, 4]);
});

test("maintenance takes GPUs away, not those that are promised; a blackout takes no new bookings", async () => {
  await book(ada, wanted(48, 50, 6));
  const during = { poolId: pool.id, ...window(49, 51), reason: "new cooling" };
  await expect(closePool(world.ctx(), { ...during, kind: "maintenance", gpus: 4 })).rejects.toMatchObject({
    type: "PromisedAlready",
  });
  const closed = await closePool(world.ctx(), { ...during, kind: "maintenance", gpus: 2 });
  expect(await free(48, 52)).toEqual([2, 0, 6, 8]);
  await openPool(world.ctx(), closed.id);
  await closePool(world.ctx(), { ...during, kind: "blackout" });
  expect(await free(48, 52)).toEqual([2, 0, 0, 8]);
  await expect(book(bo, wanted(50, 52, 1))).rejects.toMatchObject({
    type: "PoolClosed",
    reason: "new cooling",
  });
});

test("a day that a pool's size and a first booking reach for at once is right, whoever is first", async () => {
  for (let round = 0; round < 10; round++) {
    const fresh = await createPool(world.ctx(), { ...pool, rules: null, gpus: 4 });
    const wish = { poolId: fresh.id, gpus: 4, ...window(48, 49) };
    const [booked] = await Promise.allSettled([
      book(ada, wish),
      changePool(world.ctx(), fresh.id, { gpus: 2 + round }),
    ]);
    // A pool that was never too small for it cannot have refused it.
    expect(booked.status === "fulfilled" || round < 2).toBe(true);
    await expectSoundPools(world);
  }
});

test("a pool that is not as it always is rings", async () => {
  await book(ada, wanted(48, 50, 1));
  const { sql } = world.database;
  await checkPools(world.ctx());
  expect((await metrics.poolBreaches.get()).values[0]?.value).toBe(0);
  const admin = postgres(world.url, { max: 1, onnotice: () => {} });
  await admin`update pool_days set free[5] = free[5] - 1 where pool_id = ${pool.id}`;
  await checkPools(world.ctx());
  expect((await metrics.poolBreaches.get()).values[0]?.value).toBeGreaterThan(0);
  await admin`update pool_days set free[5] = free[5] + 1 where pool_id = ${pool.id}`;
  await admin.end();
  // The program itself may not.
  await expect(sql`update pool_days set free[5] = 0`).rejects.toThrow("permission denied");
});

const micros: Usd = 1n;
test("prices have micro-dollars and lose none", async () => {
  const odd = await addPool(world, { pricePerGpuHour: usd(1) + micros });
  const booked = await book(ada, { poolId: odd.id, gpus: 3, ...window(48, 49) });
  expect(booked.totalMicros).toBe(3n * 4n * ((1_000_001n * 9_000n) / 40_000n));
});
