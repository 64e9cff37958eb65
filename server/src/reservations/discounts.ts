import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { termsOfBooked } from "./hand-back.ts";
import { priceOf } from "./rules/pricing.ts";
import { listDelivered } from "./store/reservations.ts";

/**
 * What reservations that began in a time cost less than the same by the hour. What was kept of parts that were
 * handed back is no part of it.
 */
export async function sumDiscounts(ctx: Ctx, accountId: string, from: Date, until: Date): Promise<Usd> {
  let sum = 0n;
  for (const booked of await listDelivered(ctx, accountId, { startsAt: from, endsAt: until })) {
    const { onDemandTotal } = priceOf(booked.parts, termsOfBooked(booked));
    sum += onDemandTotal - (booked.totalMicros - booked.keptMicros);
  }
  return sum;
}
