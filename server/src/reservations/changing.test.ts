import { expect, test } from "vitest";
import { stageBookings } from "../testing/bookings.ts";
import { inTransaction } from "../platform/context.ts";
import { addPool, inHours } from "../testing/pools.ts";
import { begin } from "./begin.ts";
import { cancelReservation } from "./cancel.ts";
import { extendReservation, moveBooking, priceExtension, priceMove } from "./change.ts";
import { handBackReservation, priceHandBack } from "./hand-back.ts";
import { changePool, closePool } from "./pools.ts";
import { lockReservation } from "./store/reservations.ts";

const stage = stageBookings();
const { book, free, key, reload, stands, wanted, window } = stage;

test("cancelling is free until the limit and costs the share that was said after it", async () => {
  const early = await book(stage.ada, wanted(48, 50, 1));
  const before = await stands(stage.ada);
  await cancelReservation(stage.world.ctx(stage.ada), early.id, 0n, key());
  expect(await stands(stage.ada)).toMatchObject({ available: before.available + early.totalMicros });
  expect(await reload(stage.ada, early.id)).toMatchObject({ state: "cancelled", parts: [] });

  const late = await book(stage.ada, wanted(20, 22, 1));
  const share = late.totalMicros / 2n;
  await expect(cancelReservation(stage.world.ctx(stage.ada), late.id, 0n, key())).rejects.toMatchObject({
    type: "TotalChanged",
    total: share,
  });
  const again = key();
  await cancelReservation(stage.world.ctx(stage.ada), late.id, share, again);
  await cancelReservation(stage.world.ctx(stage.ada), late.id, share, again);
  expect(await reload(stage.ada, late.id)).toMatchObject({ state: "cancelled", chargedMicros: share });
  expect(await free(20, 22)).toEqual([8, 8]);
  await expect(cancelReservation(stage.world.ctx(stage.ada), late.id, share, key())).rejects.toMatchObject({
    type: "TooLate",
  });
});

test("handing back a piece in the middle frees it at once and gives back by the rule", async () => {
  const booked = await book(stage.ada, wanted(48, 72, 4));
  const part = { from: inHours(stage.world, 54), to: inHours(stage.world, 60), gpus: 3 };
  const { back, kept } = priceHandBack(booked, part, stage.world.clock.now());
  const before = await stands(stage.ada);
  await handBackReservation(stage.world.ctx(stage.ada), booked.id, part, back, key());
  expect(await free(53, 61)).toEqual([4, 7, 7, 7, 7, 7, 7, 4]);
  const left = await reload(stage.ada, booked.id);
  expect(left.parts.map(({ gpus }) => gpus)).toEqual([4, 1, 4]);
  expect(left).toMatchObject({ totalMicros: booked.totalMicros - back, keptMicros: kept });
  expect((await stands(stage.ada)).available).toBe(before.available + back);
  const all = { from: inHours(stage.world, 48), to: inHours(stage.world, 72) };
  expect(() => priceHandBack(left, all, stage.world.clock.now())).toThrow("Cancel it instead");
  expect(() => priceHandBack(booked, { gpus: 5 }, stage.world.clock.now())).toThrow("It has 4 GPUs at most.");
});

test("extending keeps the terms, needs the place, and holds the difference", async () => {
  const booked = await book(stage.ada, wanted(48, 50, 4));
  const later = inHours(stage.world, 54);
  const { total } = priceExtension(booked, later, stage.world.clock.now());
  await extendReservation(stage.world.ctx(stage.ada), booked.id, later, total, key());
  expect(await free(49, 55)).toEqual([4, 4, 4, 4, 4, 8]);
  expect(await reload(stage.ada, booked.id)).toMatchObject({ totalMicros: total, endsAt: later });
  await book(stage.bo, wanted(54, 56, 6));
  const farther = inHours(stage.world, 55);
  const extended = await reload(stage.ada, booked.id);
  const more = priceExtension(extended, farther, stage.world.clock.now()).total;
  await expect(
    extendReservation(stage.world.ctx(stage.ada), booked.id, farther, more, key()),
  ).rejects.toMatchObject({
    type: "NotEnoughFree",
    needed: 4,
    available: 2,
  });
});

test("moving gives up one time and takes another, both or neither, at the terms of now", async () => {
  const booked = await book(stage.ada, wanted(48, 50, 8));
  await book(stage.bo, wanted(60, 61, 1));
  const full = window(60, 62);
  const { total: there } = await priceMove(stage.world.ctx(stage.ada), booked, full);
  await expect(moveBooking(stage.world.ctx(stage.ada), booked.id, full, there, key())).rejects.toMatchObject({
    type: "NotEnoughFree",
  });
  expect(await free(48, 50)).toEqual([0, 0]);
  // Into its own time, too.
  const to = window(49, 53);
  const { total, difference } = await priceMove(stage.world.ctx(stage.ada), booked, to);
  const before = await stands(stage.ada);
  await moveBooking(stage.world.ctx(stage.ada), booked.id, to, total, key());
  expect(await free(47, 54)).toEqual([8, 8, 0, 0, 0, 0, 8]);
  expect((await stands(stage.ada)).held).toBe(before.held + difference);
});

test.each(["confirmed", "active"])(
  "M1: what an extension makes cheaper, by a rule for long ones, comes back: of one that is %s",
  async (state) => {
    const rule = { label: "A whole day", shareBp: -5_000, minGpus: 1, minHours: 24, minDaysAhead: 0 };
    const pool = await addPool(stage.world, { rules: [rule] });
    const before = await stands(stage.ada);
    const booked = await book(stage.ada, { poolId: pool.id, gpus: 4, ...window(48, 71) });
    if (state === "active")
      await inTransaction(stage.world.ctx(), async (ctx) => {
        const locked = await lockReservation(ctx, booked.id);
        if (locked) await begin(ctx, locked);
      });
    const end = inHours(stage.world, 72);
    const { total } = priceExtension(await reload(stage.ada, booked.id), end, stage.world.clock.now());
    expect(total).toBeLessThan(booked.totalMicros);
    await extendReservation(stage.world.ctx(stage.ada), booked.id, end, total, key());
    const after = await stands(stage.ada);
    expect(before.available - after.available).toBe(total);
  },
);

test("a booking is moved into no blackout, and within no pool that is closed, as none can be made there", async () => {
  const booked = await book(stage.ada, wanted(48, 50, 4));
  await closePool(stage.world.ctx(), {
    poolId: stage.pool.id,
    kind: "blackout",
    ...window(60, 70),
    reason: "power works",
  });
  const move = (to: ReturnType<typeof window>) =>
    priceMove(stage.world.ctx(stage.ada), booked, to).then(({ total }) =>
      moveBooking(stage.world.ctx(stage.ada), booked.id, to, total, key()),
    );
  await expect(move(window(62, 64))).rejects.toMatchObject({ type: "PoolClosed" });
  await move(window(52, 54));
  await changePool(stage.world.ctx(), stage.pool.id, { isOpen: false });
  await expect(move(window(100, 102))).rejects.toMatchObject({ type: "PoolClosed" });
});
