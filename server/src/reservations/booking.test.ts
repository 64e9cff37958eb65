import { expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { inTransaction } from "../platform/context.ts";
import { blockStarts, unblockStarts } from "../sessions/index.ts";
import { stageBookings } from "../testing/bookings.ts";
import { buildSchema } from "../schema.ts";
import { startTestApi } from "../testing/api.ts";
import { give } from "../testing/ledger.ts";
import { addPool, inHours, totalOf } from "../testing/pools.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { usd } from "../values/money.ts";
import { readAvailability } from "./availability.ts";
import { cancelReservation } from "./cancel.ts";
import { extendReservation, moveBooking, priceExtension } from "./change.ts";
import { createReservation } from "./create.ts";
import { handBackReservation } from "./hand-back.ts";
import { changePool, closePool } from "./pools.ts";
import { priceReservation } from "./price.ts";
import { giveUpQuote, quoteReservation, type Wanted } from "./quote.ts";
import { joinWaitlist, promoteWaiting } from "./waitlist.ts";
import { QUARTER_MS, type Window } from "./rules/grid.ts";
import { quarters } from "./rules/parts.ts";

const DAY = 24;
const refused = (type: string): unknown => expect.objectContaining({ type });
const stage = stageBookings();
const { book, free, freeQuarters, key, stands, wanted, window } = stage;

test("a booking takes its GPUs and sets its total aside, and nothing else", async () => {
  const before = await stands(stage.ada);
  const booked = await book(stage.ada, wanted(48, 51, 3, { label: "fine-tuning" }));
  expect(booked).toMatchObject({ state: "confirmed", gpus: 3, label: "fine-tuning", chargedMicros: 0n });
  expect(await free(47, 52)).toEqual([8, 5, 5, 5, 8]);
  const after = await stands(stage.ada);
  expect(after.held - before.held).toBe(booked.totalMicros);
  expect(before.available - after.available).toBe(booked.totalMicros);
});

test("what is free is told over the API as it is, however often it was asked before", async () => {
  const api = await startTestApi(stage.world, buildSchema(), [stage.ada]);
  const query =
    "query ($pool: ID, $from: DateTime!, $to: DateTime!) { availability(poolId: $pool, from: $from, to: $to) { pools { free } } }";
  const [from, to] = [inHours(stage.world, 80), inHours(stage.world, 81)];
  const ask = async () => (await api.ask("Ada", query, { pool: stage.pool.id, from, to })).body.data;
  const telling = (free: number) => ({ availability: { pools: [{ free: [free] }] } });
  for (let time = 0; time < 3; time++) expect(await ask()).toEqual(telling(8));
  const { id } = await book(stage.ada, wanted(80, 81, 3));
  expect(await ask()).toEqual(telling(5));
  await cancelReservation(stage.world.ctx(stage.ada), id, usd(0), key());
  expect(await ask()).toEqual(telling(8));
  await api.stop();
});

test("what is free in a step is the least of its quarters, wherever it begins, whoever else lies in it", async () => {
  const booked = [wanted(20.25, 30, 3), wanted(28, 28 + 49.5, 2), wanted(71.75, 73, 1)];
  for (const wish of booked) await book(stage.ada, wish);
  const closed = window(100.25, 101);
  const blackout = { poolId: stage.pool.id, kind: "blackout", reason: "new cooling", ...closed } as const;
  await closePool(stage.world.ctx(), blackout);
  const freeAt = (at: Date): number => {
    const lies = ({ startsAt, endsAt }: Window) => startsAt <= at && at < endsAt;
    return lies(closed) ? 0 : booked.reduce((free, wish) => free - (lies(wish) ? wish.gpus : 0), 8);
  };
  const asked: [from: number, to: number, stepMinutes: number][] = [
    [0.5, 120, 15],
    [19.75, 121, 60],
    [20, 119.25, 1440],
    [28.25, 28.5, 15],
    [99.5, 101.5, 45],
    [24, 48, 105],
  ];
  for (const [start, end, stepMinutes] of asked) {
    const { startsAt: from, endsAt: to } = window(start, end);
    const expected: number[] = [];
    for (let quarter = 0; from.getTime() + quarter * QUARTER_MS < to.getTime(); quarter++) {
      const step = Math.floor((quarter * 15) / stepMinutes);
      const free = freeAt(new Date(from.getTime() + quarter * QUARTER_MS));
      expected[step] = Math.min(expected[step] ?? Infinity, free);
    }
    const { pools } = await readAvailability(stage.world.ctx(), {
      poolId: stage.pool.id,
      from,
      to,
      stepMinutes,
    });
    expect(pools[0]?.free, `${start} to ${end} by ${stepMinutes}`).toEqual(expected);
  }
});

test("a GPU is understood however it is written, by those who book it and those who look", async () => {
  const window = { startsAt: inHours(stage.world, 90), endsAt: inHours(stage.world, 91) };
  for (const gpuModel of ["H100", "h100", " nvidia H100 "]) {
    const priced = await priceReservation(stage.world.ctx(stage.ada), { gpuModel, gpus: 1, ...window });
    expect(priced, gpuModel).toMatchObject({ total: await totalOf(stage.world, stage.pool.id, 1, window) });
    const { startsAt: from, endsAt: to } = window;
    const { pools } = await readAvailability(stage.world.ctx(), { gpuModel, from, to, stepMinutes: 60 });
    expect(pools.length, gpuModel).toBeGreaterThan(0);
  }
  const unknown = priceReservation(stage.world.ctx(stage.ada), { gpuModel: "Z80", gpus: 1, ...window });
  await expect(unknown).rejects.toThrow("There is no pool of Z80. There are pools of H100.");
});

test("M7, G5: fifty with one key book once; the same key with another wish is refused", async () => {
  const wish = wanted(48, 49, 1);
  const expectedTotal = await totalOf(stage.world, stage.pool.id, 1, wish);
  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      createReservation(stage.world.ctx(stage.ada), { wanted: wish, expectedTotal }, "one key for all"),
    ),
  );
  const ids = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value.reply.id] : []));
  expect(new Set(ids).size).toBe(1);
  expect(await free(48, 49)).toEqual([7]);
  await expect(
    createReservation(
      stage.world.ctx(stage.ada),
      { wanted: wanted(50, 51, 1), expectedTotal },
      "one key for all",
    ),
  ).rejects.toMatchObject({ type: "IdempotencyKeyReused" });
});

test("M3, T41: bookings for more than there is are refused, and leave nothing behind", async () => {
  const poor = await addPerson(stage.world, "Poor");
  await changePlan(stage.world.ctx(), poor.accountId, "team");
  const wish = wanted(48, 58, 1);
  const price = await totalOf(stage.world, stage.pool.id, 1, wish);
  await give(stage.world, poor.accountId, price * 2n + 1n);
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => book(poor, wish)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  for (const one of tries)
    if (one.status === "rejected")
      expect(one.reason).toMatchObject({ type: "InsufficientCredits", needed: price, available: 1n });
  expect(await free(48, 49)).toEqual([6]);
});

test("where a budget keeps more from beginning, nothing is booked or extended, and who waits goes on waiting", async () => {
  const booked = await book(stage.ada, wanted(48, 50, 1));
  const quote = await quoteReservation(stage.world.ctx(stage.ada), wanted(48, 50, 1));
  await inTransaction(stage.world.ctx(), (ctx) =>
    blockStarts(ctx, {
      accountId: stage.ada.accountId,
      by: "a budget of the test",
      scope: "account",
      scopeValue: null,
      until: inHours(stage.world, 2),
      message: "The budget is spent.",
      extensionsToo: true,
      asksFirst: false,
    }),
  );
  const type = "StartsBlocked";
  await expect(book(stage.ada, wanted(48, 50, 1))).rejects.toMatchObject({ type });
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  await expect(createReservation(stage.world.ctx(stage.ada), input, key())).rejects.toMatchObject({ type });
  const end = inHours(stage.world, 52);
  const { total } = priceExtension(booked, end, stage.world.clock.now());
  await expect(
    extendReservation(stage.world.ctx(stage.ada), booked.id, end, total, key()),
  ).rejects.toMatchObject({
    type,
  });
  await joinWaitlist(stage.world.ctx(stage.ada), wanted(48, 50, 1), usd(100));
  expect(await promoteWaiting(stage.world.ctx())).toBe(0);
  await inTransaction(stage.world.ctx(), (ctx) =>
    unblockStarts(ctx, stage.ada.accountId, "a budget of the test"),
  );
  expect(await promoteWaiting(stage.world.ctx())).toBe(1);
  await giveUpQuote(stage.world.ctx(stage.ada), stage.ada.accountId, quote.id);
});

test("T24: at another total than was shown nothing is booked and nothing held", async () => {
  const before = await stands(stage.ada);
  await expect(
    createReservation(stage.world.ctx(stage.ada), { wanted: wanted(48, 50, 1), expectedTotal: 1n }, key()),
  ).rejects.toMatchObject({ type: "TotalChanged", expected: 1n });
  expect(await free(48, 50)).toEqual([8, 8]);
  expect(await stands(stage.ada)).toMatchObject({ held: before.held });
});

test("booking ahead belongs to a plan, and says so", async () => {
  const guest = await addPerson(stage.world, "Guest");
  await give(stage.world, guest.accountId, usd(100));
  await expect(quoteReservation(stage.world.ctx(guest), wanted(48, 50, 1))).rejects.toMatchObject({
    type: "PlanNeeded",
    plan: "team",
  });
  await expect(book(guest, wanted(48, 50, 1))).rejects.toMatchObject({ type: "PlanNeeded" });
});

test.each<[string, string, () => Partial<Wanted>]>([
  ["an end before its start", "endsAt", () => window(50, 48)],
  ["a start that is past", "startsAt", () => window(-2, 4)],
  [
    "a start off the grid",
    "startsAt",
    () => ({ startsAt: new Date(inHours(stage.world, 48).getTime() + 1) }),
  ],
  [
    "an end off the grid",
    "endsAt",
    () => ({ endsAt: new Date(inHours(stage.world, 49).getTime() + 60_000) }),
  ],
  ["half an hour", "endsAt", () => ({ endsAt: new Date(inHours(stage.world, 48).getTime() + 30 * 60_000) })],
  ["31 days", "endsAt", () => window(48, 48 + 31 * DAY)],
  ["more than a year ahead", "startsAt", () => window(366 * DAY + 1, 366 * DAY + 3)],
  ["no GPU", "gpus", () => ({ gpus: 0 })],
  ["65 GPUs", "gpus", () => ({ gpus: 65 })],
  ["half a GPU", "gpus", () => ({ gpus: 1.5 })],
  ["no pool and no GPU", "poolId", () => ({ poolId: null })],
  ["a GPU without a pool", "gpuModel", () => ({ poolId: null, gpuModel: "RTX 9090" })],
])("%s is refused for itself, with nothing booked and nothing held", async (_, field, wrong) => {
  const before = await stands(stage.ada);
  const wish = { ...wanted(48, 49, 1), ...wrong() };
  await expect(
    createReservation(stage.world.ctx(stage.ada), { wanted: wish, expectedTotal: 0n }, key()),
  ).rejects.toMatchObject({ type: "InvalidInput", field });
  await expect(quoteReservation(stage.world.ctx(stage.ada), wish)).rejects.toMatchObject({
    type: "InvalidInput",
    field,
  });
  expect(await stands(stage.ada)).toMatchObject({ held: before.held });
});

test("an unknown pool is not found", async () => {
  await expect(
    priceReservation(stage.world.ctx(stage.ada), wanted(48, 49, 1, { poolId: "pol_none" })),
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
    const wish = { poolId: stage.pool.id, gpus: 8, startsAt: new Date(from), endsAt: new Date(to) };
    await book(stage.ada, wish);
    const around = { ...wish, startsAt: new Date(from - 3_600_000), endsAt: new Date(to + 3_600_000) };
    const seen = await freeQuarters(around);
    const expected = [...quarters(around)].map((at) => (at.getTime() >= from && at.getTime() < to ? 0 : 8));
    expect(seen).toEqual(expected);
  }
});

test("without a pool's name the cheapest pool that has it free is taken, of a region or of all", async () => {
  await changePool(stage.world.ctx(), stage.pool.id, { isOpen: false });
  const [cheap, dear, away] = [
    await addPool(stage.world, { gpuModel: "B200", gpus: 1, pricePerGpuHour: usd(3) }),
    await addPool(stage.world, { gpuModel: "B200", gpus: 1, pricePerGpuHour: usd(5) }),
    await addPool(stage.world, { gpuModel: "B200", gpus: 1, pricePerGpuHour: usd(7), region: "Texas" }),
  ];
  const wish = wanted(48, 49, 1, { poolId: null, gpuModel: "B200" });
  expect((await book(stage.ada, { ...wish, region: " texas" })).poolId).toBe(away.id);
  expect((await book(stage.ada, wish)).poolId).toBe(cheap.id);
  expect((await book(stage.ada, wish)).poolId).toBe(dear.id);
  await expect(book(stage.ada, wish)).rejects.toEqual(refused("NotEnoughFree"));
});

test("ids of another account are not found, and a member leaves others' bookings alone", async () => {
  const booked = await book(stage.ada, wanted(48, 50, 1));
  const mia = await addMember(stage.world, stage.ada, "Mia", "member");
  for (const [who, type] of [
    [stage.bo, "NotFound"],
    [mia, "NotAllowed"],
  ] as const) {
    await expect(cancelReservation(stage.world.ctx(who), booked.id, 0n, key())).rejects.toMatchObject({
      type,
    });
    await expect(handBackReservation(stage.world.ctx(who), booked.id, {}, 0n, key())).rejects.toMatchObject({
      type,
    });
    await expect(
      extendReservation(stage.world.ctx(who), booked.id, inHours(stage.world, 60), 0n, key()),
    ).rejects.toMatchObject({ type });
    await expect(
      moveBooking(stage.world.ctx(who), booked.id, window(60, 62), 0n, key()),
    ).rejects.toMatchObject({
      type,
    });
  }
});

test("prices have micro-dollars and lose none", async () => {
  const odd = await addPool(stage.world, { pricePerGpuHour: usd(1) + 1n });
  const booked = await book(stage.ada, { poolId: odd.id, gpus: 3, ...window(48, 49) });
  expect(booked.totalMicros).toBe(3n * 4n * ((1_000_001n * 9_000n) / 40_000n));
});
