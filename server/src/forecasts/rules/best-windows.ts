import { HOUR_MS } from "../../values/hour.ts";
import { endOfForetold, type Span, spanOf } from "./hours-ahead.ts";
import { type Place, pricedAtOnce, pricedLater, type Pricing } from "./place.ts";
import type { SumOfHours } from "./sum-of-hours.ts";

// When to start a job of some hours. Every whole hour is a candidate, and this moment; what each would cost is
// said by the place that is cheapest then. The cheapest is taken, of those that are as good as equal the earliest, and then the
// next that does not overlap what was taken. A week of starts in hundreds of places is asked at once, so each takes two
// looks at its place's running sums, and only what is taken is reckoned with its bounds.

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

/** A start, in the place that is cheapest then. */
interface Candidate<Market> {
  startsAt: Date;
  endsAt: Date;
  pricing: Pricing<Market>;
  span: Span;
  expected: number;
}

export function bestWindows<Market>(places: readonly Place<Market>[], sought: Sought): Windows<Market> {
  const { now, hours } = sought;
  const later = places.map(pricedLater);
  const listed = places.flatMap((place) => pricedAtOnce(place) ?? []);
  // Who starts at once needs a machine that is listed; where none is, what is foretold says it best.
  const atOnce = listed.length > 0 ? listed : later;
  const candidates = startsOf(places, sought).flatMap(
    (at) => cheapestAt(at.getTime() === now.getTime() ? atOnce : later, at, hours) ?? [],
  );
  const [first] = candidates;
  const best: Candidate<Market>[] = [];
  const { avoid = [] } = sought;
  let left = candidates.filter(
    (candidate) =>
      !avoid.some(({ startsAt, endsAt }) => startsAt < candidate.endsAt && endsAt > candidate.startsAt),
  );
  while (left.length > 0 && best.length < sought.most) {
    const lowest = Math.min(...left.map(({ expected }) => expected));
    const taken = left.find(({ expected }) => expected <= lowest * AS_GOOD);
    if (!taken) break;
    best.push(taken);
    left = left.filter(
      ({ startsAt, endsAt, pricing }) =>
        // Of hours that cannot be told from each other the first says all there is to say.
        !(pricing.place.showsNaive && taken.pricing.place.showsNaive) &&
        (endsAt <= taken.startsAt || startsAt >= taken.endsAt),
    );
  }
  return { best: best.map(toWindow), first: first ? toWindow(first) : null };
}

function startsOf(places: readonly Place<unknown>[], { now, earliest, deadline, hours }: Sought): Date[] {
  const first = Math.max(now.getTime(), earliest.getTime());
  // A deadline may be in a thousand years; nothing is foretold beyond a week.
  const end = Math.min(deadline.getTime(), Math.max(...places.map(({ cutOff }) => endOfForetold(cutOff))));
  const last = end - hours * HOUR_MS;
  const starts: Date[] = [];
  for (let at = first; at <= last; at = (Math.floor(at / HOUR_MS) + 1) * HOUR_MS) starts.push(new Date(at));
  return starts;
}

function cheapestAt<Market>(
  priced: readonly Pricing<Market>[],
  startsAt: Date,
  hours: number,
): Candidate<Market> | null {
  let best: Candidate<Market> | null = null;
  const endsAt = new Date(startsAt.getTime() + hours * HOUR_MS);
  for (const pricing of priced) {
    const span = spanOf(pricing.place.cutOff, startsAt, endsAt);
    if (!span) continue;
    const expected = pricing.costOf(span);
    if (best && best.expected <= expected) continue;
    best = { startsAt, endsAt, pricing, span, expected };
  }
  return best;
}

function toWindow<Market>({ startsAt, endsAt, pricing, span }: Candidate<Market>): WindowOf<Market> {
  const { market, showsNaive } = pricing.place;
  return { ...pricing.sumOf(span), startsAt, endsAt, market, showsNaive };
}
