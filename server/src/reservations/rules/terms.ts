import type { Usd } from "../../values/money.ts";
import { type PoolRule, type Terms, WHOLE_BP } from "./pricing.ts";

/** What a pool's prices are made of. */
export interface PoolPrice {
  pricePerGpuHour: Usd;
  marginBp: number | null;
  marketPerGpuHour: Usd | null;
  expectedPerGpuHour: Usd | null;
}

/**
 * What an hour of a GPU is offered for at this moment. A pool with a margin asks that much more than what
 * is expected of the market, and by the hour that much more than the market asks now; never less than its
 * own price, which is also what it asks while nobody knows.
 */
export function termsOf(pool: PoolPrice, rules: readonly PoolRule[], daysAhead: number): Terms {
  const { pricePerGpuHour: least, marginBp, marketPerGpuHour, expectedPerGpuHour } = pool;
  const over = (known: Usd | null) => {
    if (marginBp === null || known === null) return least;
    const asked = (known * (WHOLE_BP + BigInt(marginBp))) / WHOLE_BP;
    return asked > least ? asked : least;
  };
  return {
    basePerGpuHour: over(expectedPerGpuHour ?? marketPerGpuHour),
    onDemandPerGpuHour: over(marketPerGpuHour ?? expectedPerGpuHour),
    rules,
    daysAhead,
  };
}
