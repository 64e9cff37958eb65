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

export interface Started {
  hours: number;
  startedAt: Date | null;
  startedPricePerHour: Usd | null;
}

/** Null for one that did not start, and where no machine that would have done was ever seen. */
export function regretOf(
  { hours, startedAt, startedPricePerHour }: Started,
  looks: readonly { hour: Date; pricePerHour: Usd | null }[],
): Regret | null {
  const seen = looks.flatMap(({ hour, pricePerHour }) =>
    pricePerHour === null ? [] : [{ hour, pricePerHour }],
  );
  const [first] = seen;
  if (!first || startedAt === null || startedPricePerHour === null) return null;
  const lowest = seen.reduce((a, b) => (b.pricePerHour < a.pricePerHour ? b : a));
  // What Berth keeps in reserve may cost less than anything that was listed.
  const isBest = startedPricePerHour < lowest.pricePerHour;
  const bestPerHour = isBest ? startedPricePerHour : lowest.pricePerHour;
  const of = (perHour: Usd) => perHour * BigInt(hours);
  return {
    bestPerHour,
    bestAt: isBest ? startedAt : lowest.hour,
    atOnce: of(first.pricePerHour),
    best: of(bestPerHour),
    did: of(startedPricePerHour),
    regret: of(startedPricePerHour - bestPerHour),
  };
}
