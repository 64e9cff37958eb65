import { HOUR_MS } from "../../values/hour.ts";
import type { Curve } from "./curve.ts";
import { HORIZON } from "./levels.ts";
import { type SumOfHours, sumOfHours } from "./sum-of-hours.ts";

// When to start a job of some hours. Every whole hour is a candidate, and this moment; what each would cost is the sum
// of the hours that it lies in. The cheapest is taken, of those that are as good as equal the earliest, and then the
// next that does not overlap what was taken.

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
}

export interface WindowOf<Market> extends SumOfHours {
  startsAt: Date;
  endsAt: Date;
  market: Market;
  showsNaive: boolean;
}

export interface Sought {
  now: Date;
  hours: number;
  earliest: Date;
  deadline: Date;
  /** When it may not run. */
  avoid?: readonly { startsAt: Date; endsAt: Date }[];
  most: number;
}

/** Starts as good as equal: nobody waits for a hundredth of a per cent. */
const AS_GOOD = 1.0001;

export interface Windows<Market> {
  best: WindowOf<Market>[];
  /** What it costs to start as early as may be: what any saving is measured against. */
  first: WindowOf<Market> | null;
}

export function bestWindows<Market>(places: readonly Place<Market>[], sought: Sought): Windows<Market> {
  const starts = startsOf(sought);
  const windows = starts.flatMap((start) => cheapestAt(places, start, sought.hours) ?? []);
  const [first] = windows;
  const best: WindowOf<Market>[] = [];
  const { avoid = [] } = sought;
  let left = windows.filter(
    (window) => !avoid.some(({ startsAt, endsAt }) => startsAt < window.endsAt && endsAt > window.startsAt),
  );
  while (left.length > 0 && best.length < sought.most) {
    const lowest = Math.min(...left.map(({ expected }) => expected));
    const taken = left.find(({ expected }) => expected <= lowest * AS_GOOD);
    if (!taken) break;
    best.push(taken);
    left = left.filter(
      ({ startsAt, endsAt, showsNaive }) =>
        // Of hours that cannot be told from each other the first says all there is to say.
        !(showsNaive && taken.showsNaive) && (endsAt <= taken.startsAt || startsAt >= taken.endsAt),
    );
  }
  return { best, first: first ?? null };
}

function startsOf({ now, earliest, deadline, hours }: Sought): Date[] {
  const first = Math.max(now.getTime(), earliest.getTime());
  const last = deadline.getTime() - hours * HOUR_MS;
  const starts: Date[] = [];
  for (let at = first; at <= last; at = (Math.floor(at / HOUR_MS) + 1) * HOUR_MS) starts.push(new Date(at));
  return starts;
}

function cheapestAt<Market>(
  places: readonly Place<Market>[],
  startsAt: Date,
  hours: number,
): WindowOf<Market> | null {
  let best: WindowOf<Market> | null = null;
  const endsAt = new Date(startsAt.getTime() + hours * HOUR_MS);
  for (const place of places) {
    const weights = weightsOf(place.cutOff, startsAt, endsAt);
    if (!weights) continue;
    const sum = sumOfHours(place.curve, weights, place.memoryHours);
    const expected = place.showsNaive ? place.naive * hours : sum.expected;
    if (best && best.expected <= expected) continue;
    const { market, showsNaive } = place;
    best = { ...sum, expected, startsAt, endsAt, market, showsNaive };
  }
  return best;
}

/** How much of each hour ahead lies in a window; null where it reaches beyond what is foretold. */
export function weightsOf(cutOff: Date, startsAt: Date, endsAt: Date): number[] | null {
  const from = (startsAt.getTime() - cutOff.getTime()) / HOUR_MS - 1;
  const to = (endsAt.getTime() - cutOff.getTime()) / HOUR_MS - 1;
  // The hour of the cut-off itself has not yet become the next where a window starts at once.
  if (to > HORIZON || to <= from) return null;
  return Array.from({ length: HORIZON }, (_, hour) => {
    const begin = hour === 0 ? Math.min(from, 0) : hour;
    return Math.max(0, Math.min(to, hour + 1) - Math.max(from, begin));
  });
}
