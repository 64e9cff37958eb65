import type { Curve } from "./curve.ts";
import { type Span, weightsOf } from "./hours-ahead.ts";
import { runningSum } from "./running-sum.ts";
import { type SumOfHours, sumOfHours } from "./sum-of-hours.ts";

// What a window costs in a place. A session pays in all of its hours what its machine is listed for as it starts, so
// starting at once costs that and nothing else. Which machine a later start finds nobody knows; it is taken to be as
// far off what is foretold of the market as the cheapest is now off its last price.

/** A market that the job may run in. */
export interface Place<Market> {
  market: Market;
  curve: Curve;
  cutOff: Date;
  memoryHours: number;
  /** The last price. */
  naive: number;
  /** Its last price is the better guess: then no hour is cheaper than another that can be told. */
  showsNaive: boolean;
  /** What the cheapest machine that fits is listed for, an hour of a GPU and all in; null where there is none. */
  listedNow: number | null;
}

/** What windows of a place cost: quickly, so that all starts can be compared, and with bounds. */
export interface Pricing<Market> {
  place: Place<Market>;
  costOf: (span: Span) => number;
  sumOf: (span: Span) => SumOfHours;
}

/** Null where no machine is listed. */
export function pricedAtOnce<Market>(place: Place<Market>): Pricing<Market> | null {
  const { listedNow } = place;
  if (listedNow === null) return null;
  const costOf = ({ from, to }: Span) => listedNow * (to - from);
  const sumOf = (span: Span) => {
    const cost = costOf(span);
    return { expected: cost, low80: cost, high80: cost, low95: cost, high95: cost };
  };
  return { place, costOf, sumOf };
}

export function pricedLater<Market>(place: Place<Market>): Pricing<Market> {
  const { curve, memoryHours } = place;
  const distance = distanceOf(place);
  const unmoved = unmovedPrice(place);
  const sumOf = (span: Span) => {
    const asMarket = unmoved === null ? null : unmoved / distance;
    const sum = sumOfHours(curve, weightsOf(span), memoryHours, asMarket);
    return {
      expected: sum.expected * distance,
      low80: sum.low80 * distance,
      high80: sum.high80 * distance,
      low95: sum.low95 * distance,
      high95: sum.high95 * distance,
    };
  };
  if (unmoved !== null) return { place, costOf: ({ from, to }) => unmoved * (to - from), sumOf };
  const until = runningSum(curve.mean);
  return { place, costOf: ({ from, to }) => distance * (until(to) - until(from)), sumOf };
}

/** What an hour costs at any time where the price of now is the better guess. */
function unmovedPrice({ naive, showsNaive, listedNow }: Place<unknown>): number | null {
  return showsNaive ? (listedNow ?? naive) : null;
}

/**
 * Further off than this it is no distance that lasts: one machine that is listed by luck or by mistake, what nobody
 * wants, or a market that has moved since its last price.
 */
const FARTHEST = 2;

function distanceOf({ listedNow, naive }: Place<unknown>): number {
  if (listedNow === null || !(naive > 0)) return 1;
  return Math.min(Math.max(listedNow / naive, 1 / FARTHEST), FARTHEST);
}
