import type { Usd } from "../../values/money.ts";

// What a standing order could have done at best. Every hour until its freeze time it notes the cheapest machine that
// would have done, whether it has started or not; a session costs for all of its hours what it was started for.

export interface Regret {
  /** The lowest price an hour that was seen. */
  bestPerHour: Usd;
  bestAt: Date;
  /** What starting at the first look would have cost. */
  atOnce: Usd;
  best: Usd;
  did: Usd;
  /** What the best possible would have cost less. */
  regret: Usd;
}

export function regretOf(
  hours: number,
  startedPricePerHour: Usd | null,
  looks: readonly { hour: Date; pricePerHour: Usd | null }[],
): Regret | null {
  const seen = looks.flatMap(({ hour, pricePerHour }) =>
    pricePerHour === null ? [] : [{ hour, pricePerHour }],
  );
  const [first] = seen;
  if (!first || startedPricePerHour === null) return null;
  const lowest = seen.reduce((a, b) => (b.pricePerHour < a.pricePerHour ? b : a));
  const bestPerHour = lowest.pricePerHour < startedPricePerHour ? lowest.pricePerHour : startedPricePerHour;
  const of = (perHour: Usd) => perHour * BigInt(hours);
  return {
    bestPerHour,
    bestAt: lowest.hour,
    atOnce: of(first.pricePerHour),
    best: of(bestPerHour),
    did: of(startedPricePerHour),
    regret: of(startedPricePerHour - bestPerHour),
  };
}
