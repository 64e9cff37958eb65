import { capture, release } from "../credits/index.ts";
import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { endReserved } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { lockOwn } from "./asking.ts";
import { TooLate, TotalChanged } from "./refusals.ts";
import { sayBooked } from "./rules/label.ts";
import { nextState } from "./rules/lifecycle.ts";
import { cancelCost } from "./rules/pricing.ts";
import { type Booked, deleteParts, moveReservation, readSessionsOf } from "./store/reservations.ts";
import { tell, tellCapacity } from "./tell.ts";

/** So long after its start it would have begun if a machine of it were there. */
const BEGINS_WITHIN_MS = 60_000;

/**
 * What cancelling would cost at an instant, or null where it can no longer be cancelled. Once Berth is late with its
 * machines leaving is free; that its start has come is not enough, because the machine may be there already.
 */
export function costOfCancelling(booked: Booked, now: Date): Usd | null {
  const { state, parts, startsAt, shortSince, totalMicros: total, freeCancelUntil, cancelShareBp } = booked;
  if (state !== "confirmed") return null;
  // What was handed back at its beginning is no part of it any more.
  const sinceStart = now.getTime() - (parts[0]?.startsAt ?? startsAt).getTime();
  const isLate = sinceStart >= 0 && (shortSince !== null || sinceStart >= BEGINS_WITHIN_MS);
  return isLate ? 0n : cancelCost({ total, freeCancelUntil, cancelShareBp }, now);
}

/**
 * Gives all of it back before its first machine is there. `expectedCost` is what the caller was told that it
 * costs: if it costs something else by now, nothing happens.
 */
export async function cancelReservation(
  ctx: Ctx,
  id: string,
  expectedCost: Usd,
  idempotencyKey: string,
): Promise<string> {
  const asked = { operation: "cancelReservation", key: idempotencyKey, input: { id, expectedCost } };
  const { reply } = await answerOnce(ctx, asked, async (ctx) => {
    const booked = await lockOwn(ctx, id, "reservations.change");
    const cost = costOfCancelling(booked, ctx.now());
    if (cost === null) throw new TooLate(booked.state, whyNot(booked));
    if (cost !== expectedCost) throw new TotalChanged(expectedCost, cost);
    await endBooking(ctx, booked, {
      state: nextState("confirmed", "cancel"),
      reason: "cancelled",
      chargedMicros: cost,
      totalMicros: cost,
    });
    await tell(ctx, booked, "cancelled");
    await payOff(ctx, booked, cost, "cancelled");
    return id;
  });
  return reply;
}

function whyNot({ state }: Booked): string {
  if (state === "held") return "This is a quote and no booking. It runs out by itself.";
  if (state === "active") return "It has begun. What is left of it can be handed back.";
  return `It is ${state}.`;
}

/** Within a transaction: its GPUs go back to the pool, and machines that were rented for it are ended. */
export async function endBooking(
  ctx: Ctx,
  booked: Booked,
  to: Parameters<typeof moveReservation>[3],
): Promise<void> {
  await moveReservation(ctx, booked.id, booked.state, { ...to, endedAt: ctx.now() });
  await deleteParts(ctx, booked.id);
  for (const { sessionId } of await readSessionsOf(ctx, [booked.id])) await endReserved(ctx, sessionId);
  await tellCapacity(ctx, booked.poolId, booked);
}

/** Within a transaction, as its last act: spends so much of what was set aside, and gives back the rest. */
export async function payOff(
  ctx: Ctx,
  { id, accountId, holdId, ...booked }: Pick<Booked, "id" | "accountId" | "holdId" | "gpus" | "label">,
  cost: Usd,
  why: string,
): Promise<void> {
  if (holdId === null) throw new Error(`${id} has no credit set aside`);
  const note = `${sayBooked(booked)}: ${why}`;
  if (cost === 0n) await release(ctx, { accountId, holdId, note });
  else
    await capture(ctx, {
      accountId,
      holdId,
      amount: cost,
      reference: `${id} ${why}`,
      note,
      last: true,
    });
}
