import { capture, raiseHold } from "../credits/index.ts";
import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { refuseBlocked } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { lockOwn } from "./asking.ts";
import { notEnough, refuseIfClosed, refuseUnlessFree, termsFor } from "./find-place.ts";
import { getPool } from "./get-pool.ts";
import { giveBack, leaving, replaceParts, termsOfBooked } from "./hand-back.ts";
import { TooLate, TotalChanged } from "./refusals.ts";
import { isOnGrid, type Window } from "./rules/grid.ts";
import { sayBooked } from "./rules/label.ts";
import { isLive } from "./rules/lifecycle.ts";
import { joined, type Part } from "./rules/parts.ts";
import { priceOf, shareOf, type Terms } from "./rules/pricing.ts";
import { LONGEST_MS, readWindow } from "./rules/request.ts";
import { isOversold } from "./store/capacity.ts";
import type { PoolRow } from "./store/pools.ts";
import { type Booked, changeReservation, insertParts } from "./store/reservations.ts";
import { tell, tellCapacity } from "./tell.ts";

const HOUR_MS = 3_600_000;

export interface Changed {
  parts: Part[];
  /** What is to be taken from the pool for it. */
  wanted: Part;
  terms: Terms;
  /** What it comes to with that, and by how much that is more, or less when below zero. */
  total: Usd;
  difference: Usd;
  /** Until when leaving is free with it, and what it costs then; null of what has begun and cannot be cancelled. */
  freeCancelUntil: Date;
  laterCancelCost: Usd | null;
}

/** What it would be with a later end, at the terms that it was booked on. */
export function priceExtension(booked: Booked, endsAt: Date, now: Date): Changed {
  const last = booked.parts.at(-1);
  if (!isLive(booked.state) || !last || last.endsAt <= now)
    throw new TooLate(booked.state, "It is over. Book another.");
  if (!isOnGrid(endsAt))
    throw new InvalidInput("endsAt", "A reservation ends on a quarter of an hour: :00, :15, :30 or :45.");
  if (endsAt <= last.endsAt) throw new InvalidInput("endsAt", "The new end is later than the one it has.");
  if (endsAt.getTime() - booked.startsAt.getTime() > LONGEST_MS)
    throw new InvalidInput("endsAt", "A reservation lasts 30 days at most.");
  const wanted = { gpus: last.gpus, startsAt: last.endsAt, endsAt };
  const terms = termsOfBooked(booked);
  const parts = joined([...booked.parts, wanted]);
  const difference = priceOf(parts, terms).total - priceOf(booked.parts, terms).total;
  const total = booked.totalMicros + difference;
  return { parts, wanted, terms, total, difference, ...leaving(booked, total) };
}

/** Keeps it for longer, if nobody else has what follows. */
export async function extendReservation(
  ctx: Ctx,
  id: string,
  endsAt: Date,
  expectedTotal: Usd,
  idempotencyKey: string,
): Promise<string> {
  const asked = { operation: "extendReservation", key: idempotencyKey, input: { id, endsAt, expectedTotal } };
  return changing(ctx, asked, id, endsAt, async (ctx, booked, pool) => {
    const { wanted, total, difference } = priceExtension(booked, endsAt, ctx.now());
    if (total !== expectedTotal) throw new TotalChanged(expectedTotal, total);
    await refuseBlocked(ctx, booked.accountId, {
      consumer: booked.consumer,
      gpuModel: pool.gpuModel,
      extends: true,
    });
    await refuseUnlessFree(ctx, pool, wanted.gpus, wanted);
    await insertParts(ctx, booked, [wanted]);
    const { chargedMicros, refundedMicros } = booked;
    const settled =
      difference > 0n
        ? { chargedMicros: chargedMicros + difference }
        : { refundedMicros: refundedMicros - difference };
    await changeReservation(ctx, id, {
      endsAt,
      totalMicros: total,
      ...(chargedMicros > 0n ? settled : {}),
      noticedMinutes: null,
    });
    await tellCapacity(ctx, pool.id, wanted);
    await tell(ctx, { ...booked, endsAt }, "extended");
    // Handed back and extended again to the same end it is another payment: only the same key is the same.
    await settleChange(ctx, booked, difference, `${id} extended by ${idempotencyKey}`);
  });
}

/** What it would be at another time, at the terms of this moment. */
export async function priceMove(ctx: Ctx, booked: Booked, to: Window): Promise<Changed> {
  const pool = await getPool(ctx, booked.poolId);
  const now = ctx.now();
  if (booked.state !== "confirmed" || now >= booked.startsAt)
    throw new TooLate(booked.state, "It has begun or is over. It can be extended or handed back.");
  if (now >= booked.freeCancelUntil)
    throw new TooLate(booked.state, "It can no longer be given up for nothing, and so not be moved either.");
  readWindow(to, now, pool.horizonDays);
  await refuseIfClosed(ctx, pool, to);
  const wanted = { gpus: booked.gpus, ...to };
  const terms = await termsFor(ctx, pool, to);
  const { total: price } = priceOf([wanted], terms);
  const total = price + booked.keptMicros;
  return {
    parts: [wanted],
    wanted,
    terms,
    total,
    difference: total - booked.totalMicros,
    freeCancelUntil: new Date(to.startsAt.getTime() - pool.freeCancelHours * HOUR_MS),
    laterCancelCost: shareOf(total, booked.cancelShareBp),
  };
}

/** Has it at another time, or for another while, before it can no longer be given up for nothing. */
export async function moveBooking(
  ctx: Ctx,
  id: string,
  to: Window,
  expectedTotal: Usd,
  idempotencyKey: string,
): Promise<string> {
  const asked = { operation: "moveReservation", key: idempotencyKey, input: { id, ...to, expectedTotal } };
  return changing(ctx, asked, id, to.endsAt, async (ctx, booked, pool) => {
    const { parts, terms, total, difference, freeCancelUntil } = await priceMove(ctx, booked, to);
    if (total !== expectedTotal) throw new TotalChanged(expectedTotal, total);
    if (difference > 0n)
      await refuseBlocked(ctx, booked.accountId, {
        consumer: booked.consumer,
        gpuModel: pool.gpuModel,
        extends: true,
      });
    await replaceParts(ctx, booked, parts);
    const { basePerGpuHour, onDemandPerGpuHour, daysAhead } = terms;
    await changeReservation(ctx, id, {
      ...to,
      basePerGpuHour,
      onDemandPerGpuHour,
      daysAhead,
      rules: [...terms.rules],
      freeCancelUntil,
      totalMicros: total,
    });
    await tellCapacity(ctx, pool.id, booked);
    await tellCapacity(ctx, pool.id, to);
    await tell(ctx, { ...booked, ...to }, "moved");
    await settleChange(ctx, booked, difference, `${id} moved by ${idempotencyKey}`);
  });
}

/** Does it once for a key, with the reservation locked; who is too late for the GPUs hears what is free. */
async function changing(
  ctx: Ctx,
  asked: Parameters<typeof answerOnce>[1],
  id: string,
  endsAt: Date,
  change: (ctx: Ctx, booked: Booked, pool: PoolRow) => Promise<void>,
): Promise<string> {
  let tried: { booked: Booked; pool: PoolRow } | null = null;
  try {
    const { reply } = await answerOnce(ctx, asked, async (ctx) => {
      const booked = await lockOwn(ctx, id, "reservations.change");
      const pool = await getPool(ctx, booked.poolId);
      tried = { booked, pool };
      await change(ctx, booked, pool);
      return id;
    });
    return reply;
  } catch (error) {
    if (!isOversold(error) || !tried) throw error;
    const { booked, pool } = tried as { booked: Booked; pool: PoolRow };
    throw await notEnough(ctx, pool, booked.gpus, { startsAt: booked.startsAt, endsAt });
  }
}

/** What was captured under this name before pays for nothing now. */
async function payOnce(ctx: Ctx, asked: Parameters<typeof capture>[1]): Promise<void> {
  const { already } = await capture(ctx, asked);
  if (already) throw new Error(`${asked.reference} was paid before`);
}

/** Within a transaction, as its last act. More hours may come to less, where a rule of the pool is for long ones. */
async function settleChange(ctx: Ctx, booked: Booked, difference: Usd, reference: string): Promise<void> {
  if (difference > 0n) await payMore(ctx, booked, difference, reference);
  else await giveBack(ctx, booked, -difference, reference);
}

async function payMore(ctx: Ctx, booked: Booked, by: Usd, reference: string): Promise<void> {
  const { id, accountId, holdId, chargedMicros } = booked;
  if (holdId === null) throw new Error(`${id} has no credit set aside`);
  const note = `more of ${sayBooked(booked)}`;
  await raiseHold(ctx, { accountId, holdId, by, note });
  // What has begun is paid for already, and so is what is added to it.
  if (chargedMicros > 0n) await payOnce(ctx, { accountId, holdId, amount: by, reference, note });
}
