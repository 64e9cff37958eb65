import { lowerHold, refund } from "../credits/index.ts";
import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { lockOwn } from "./asking.ts";
import { TooLate, TotalChanged } from "./refusals.ts";
import { isOnGrid, nextOnGrid, type Window } from "./rules/grid.ts";
import { sayBooked } from "./rules/label.ts";
import { isLive } from "./rules/lifecycle.ts";
import { type Part, without } from "./rules/parts.ts";
import { handBack, shareOf } from "./rules/pricing.ts";
import { lockDays } from "./store/capacity.ts";
import { type Booked, changeReservation, deleteParts, insertParts } from "./store/reservations.ts";
import { tell, tellCapacity } from "./tell.ts";

export interface HandBack {
  /** From the next quarter of an hour on, when left out; until the end. */
  from?: Date | null | undefined;
  to?: Date | null | undefined;
  /** All that there are, when left out. */
  gpus?: number | null | undefined;
}

export interface HandedBack {
  /** What it has then, and what goes back to the pool. */
  left: Part[];
  taken: Part[];
  back: Usd;
  kept: Usd;
  /** Until when leaving what is left is free, and what it costs then; null of what has begun. */
  freeCancelUntil: Date;
  laterCancelCost: Usd | null;
}

/** What handing some of it back would give. */
export function priceHandBack(booked: Booked, asked: HandBack, now: Date): HandedBack {
  if (!isLive(booked.state)) throw new TooLate(booked.state, `It is ${booked.state}.`);
  const window = windowOf(booked, asked, now);
  const gpus = asked.gpus ?? booked.gpus;
  if (!Number.isInteger(gpus) || gpus < 1) throw new InvalidInput("gpus", "One GPU at least, in whole ones.");
  const most = Math.max(0, ...booked.parts.map((part) => part.gpus));
  if (asked.gpus != null && gpus > most)
    throw new InvalidInput("gpus", `It has ${most} GPU${most === 1 ? "" : "s"} at most.`);
  const { left, taken } = without(booked.parts, window, gpus);
  if (taken.length === 0) throw new InvalidInput("from", "It has no GPUs in that time.");
  if (left.length === 0) throw new InvalidInput("from", "Nothing would be left of it. Cancel it instead.");
  const given = handBack(booked.parts, left, termsOfBooked(booked), booked.handBackShareBp);
  return { left, taken, ...given, ...leaving(booked, booked.totalMicros - given.back) };
}

/** What leaving costs with another total. */
export function leaving({ state, freeCancelUntil, cancelShareBp }: Booked, total: Usd) {
  return { freeCancelUntil, laterCancelCost: state === "active" ? null : shareOf(total, cancelShareBp) };
}

export const termsOfBooked = (booked: Booked) => ({
  basePerGpuHour: booked.basePerGpuHour,
  onDemandPerGpuHour: booked.onDemandPerGpuHour,
  rules: booked.rules,
  daysAhead: booked.daysAhead,
});

function windowOf(booked: Booked, { from, to }: HandBack, now: Date): Window {
  const last = booked.parts.at(-1)?.endsAt ?? booked.endsAt;
  const earliest = nextOnGrid(now);
  const startsAt = from ?? (earliest > booked.startsAt ? earliest : booked.startsAt);
  const endsAt = to ?? last;
  if (startsAt < now) throw new InvalidInput("from", "What is past cannot be handed back.");
  if (!isOnGrid(startsAt) || !isOnGrid(endsAt))
    throw new InvalidInput("from", "Parts begin and end on a quarter of an hour.");
  if (endsAt <= startsAt) throw new InvalidInput("to", "A part ends after it starts.");
  return { startsAt, endsAt };
}

/**
 * Gives some of it back: from an instant on, or a piece of it, all GPUs or some. They are the pool's again at
 * once. What comes back is what it costs less without them, less the share that the pool keeps; hours that
 * remain may have a smaller discount, so that nobody books a week for the price and uses a day.
 */
export async function handBackReservation(
  ctx: Ctx,
  id: string,
  part: HandBack,
  expectedBack: Usd,
  idempotencyKey: string,
): Promise<string> {
  const asked = {
    operation: "handBackReservation",
    key: idempotencyKey,
    input: { id, ...part, expectedBack },
  };
  const { reply } = await answerOnce(ctx, asked, async (ctx) => {
    const booked = await lockOwn(ctx, id, "reservations.change");
    const { left, taken, back, kept } = priceHandBack(booked, part, ctx.now());
    if (back !== expectedBack) throw new TotalChanged(expectedBack, back);
    await replaceParts(ctx, booked, left);
    for (const window of taken) await tellCapacity(ctx, booked.poolId, window);
    const paid = booked.chargedMicros > 0n;
    await changeReservation(ctx, id, {
      totalMicros: booked.totalMicros - back,
      keptMicros: booked.keptMicros + kept,
      ...(paid ? { refundedMicros: booked.refundedMicros + back } : {}),
    });
    await tell(ctx, booked, "handed-back");
    await giveBack(ctx, booked, back, `${id} from ${taken[0]?.startsAt.toISOString()} by ${idempotencyKey}`);
    return id;
  });
  return reply;
}

/** Within a transaction: other parts in the place of those that it had, with the days of both taken in order. */
export async function replaceParts(ctx: Ctx, booked: Booked, parts: readonly Part[]): Promise<void> {
  await lockDays(ctx, booked.poolId, [...booked.parts, ...parts]);
  await deleteParts(ctx, booked.id);
  await insertParts(ctx, booked, parts);
}

/** Within a transaction, as its last act: from what is set aside while it is, and from what was spent after. */
export async function giveBack(ctx: Ctx, booked: Booked, amount: Usd, reference: string): Promise<void> {
  const { id, accountId, holdId, chargedMicros } = booked;
  if (amount === 0n) return;
  if (holdId === null) throw new Error(`${id} has no credit set aside`);
  const note = `some of ${sayBooked(booked)}`;
  if (chargedMicros > 0n) await refund(ctx, { accountId, holdId, amount, reference, note });
  else await lowerHold(ctx, { accountId, holdId, by: amount, note });
}
