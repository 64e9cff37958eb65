import { accountIdOf } from "../accounts/index.ts";
import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import type { Usd } from "../values/money.ts";
import { NotFound } from "../values/refusal.ts";
import { lockOwn } from "./asking.ts";
import { costOfCancelling, endBooking, payOff } from "./cancel.ts";
import { TooLate, TotalChanged } from "./refusals.ts";
import { nextState } from "./rules/lifecycle.ts";
import { lockDays } from "./store/capacity.ts";
import { type Booked, listSeries } from "./store/reservations.ts";
import { tell } from "./tell.ts";

/**
 * Gives back those of a rule that start at an instant or later and can still be cancelled: all of them or none.
 * `expectedCost` is what that was shown to cost together. Their days are taken first, in order, and the account's
 * books after all of them, so that whoever books in the same days meanwhile is never waited for in a circle.
 */
export async function cancelSeries(
  ctx: Ctx,
  { seriesId, from }: { seriesId: string; from: Date },
  expectedCost: Usd,
  idempotencyKey: string,
): Promise<Booked[]> {
  const asked = {
    operation: "cancelReservationSeries",
    key: idempotencyKey,
    input: { seriesId, from, expectedCost },
  };
  await answerOnce(ctx, asked, async (ctx) => {
    const wanted = (await listOf(ctx, seriesId)).filter(({ startsAt }) => startsAt >= from);
    const ending: { booked: Booked; cost: Usd }[] = [];
    for (const { id } of wanted) {
      const booked = await lockOwn(ctx, id, "reservations.change");
      const cost = costOfCancelling(booked, ctx.now());
      if (cost !== null) ending.push({ booked, cost });
    }
    const [first] = ending;
    if (!first) throw new TooLate(wanted[0]?.state ?? "finished", "None of it can be cancelled any more.");
    const cost = ending.reduce((sum, one) => sum + one.cost, 0n);
    if (cost !== expectedCost) throw new TotalChanged(expectedCost, cost);
    await lockDays(
      ctx,
      first.booked.poolId,
      ending.flatMap(({ booked }) => booked.parts),
    );
    for (const { booked, cost } of ending) {
      await endBooking(ctx, booked, {
        state: nextState("confirmed", "cancel"),
        reason: "cancelled",
        chargedMicros: cost,
        totalMicros: cost,
      });
      await tell(ctx, booked, "cancelled");
    }
    for (const { booked, cost } of ending) await payOff(ctx, booked, cost, "cancelled");
    return seriesId;
  });
  return listOf(ctx, seriesId);
}

/** The account's own, in order of time. */
async function listOf(ctx: Ctx, seriesId: string): Promise<Booked[]> {
  const series = await listSeries(ctx, accountIdOf(ctx), seriesId);
  if (series.length === 0) throw new NotFound("series of reservations", seriesId);
  return series;
}
