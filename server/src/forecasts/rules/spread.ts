import { LEVELS, MEDIAN, STOPS } from "./levels.ts";
import { atHours } from "./momentum.ts";
import { dailyMovement, type PricePath, persistence, restlessness } from "./price-path.ts";
import { SPREAD_WEIGHTS } from "./spread-weights.ts";

// How far administered prices stray from what momentum foretells. It is not the same on either side nor at all times: a
// price that has lain still strays little, one at its lowest can only rise, and one that has risen for days may turn.
// A series' own misses are too few to tell all this apart, so it was learned from those of many, as momentum was
// (bench/forecast/fit-spread.ts): the quantiles of what is missed are sums of what is to be seen of the path.

/** The hours ahead that the weights are for. */
export const SPREAD_KNOTS = [3, 6, 12, 24, 48, 96, 168] as const;
/** The weights are for all levels but the median, in their order. */
export const OUTER_LEVELS = LEVELS.toSpliced(MEDIAN, 1);
export const SPREAD_SIGNS = 18;

const [HALF_A_DAY, DAY, TWO_DAYS, WEEK] = [12, 24, 48, 168];
const LONGEST_STILL = 48;
/** What is further from its lowest or highest price than this is not nearer to any edge. */
const FAR = 0.3;

/** What is to be seen of a path's restlessness at an hour. */
export function readSpreadSigns(path: PricePath, at: number, signs: Float64Array): void {
  const { logs, changedAt, lowest, highest, summed } = path;
  const now = logs[at] ?? 0;
  const slope = (reach: number) => {
    const hours = Math.min(reach, at);
    return hours > 0 ? (now - (logs[at - hours] ?? 0)) / reach : 0;
  };
  const persists = (persistence(path, at) - 0.6) * 3;
  const since = changedAt[at] ?? -1;
  const still = since < 0 ? 1 : Math.min(at - since, LONGEST_STILL) / LONGEST_STILL;
  let place = 0;
  for (const reach of [HALF_A_DAY, TWO_DAYS, WEEK]) signs[place++] = slope(reach);
  for (const hours of [DAY, WEEK, at]) {
    const restless = restlessness(path, at, hours);
    signs[place++] = restless;
    signs[place++] = restless * still;
    signs[place++] = restless * persists;
  }
  signs[place++] = Math.abs(slope(DAY));
  signs[place++] = Math.abs(slope(WEEK));
  signs[place++] = Math.min(now - (lowest[at] ?? now), FAR) / 100;
  signs[place++] = Math.min((highest[at] ?? now) - now, FAR) / 100;
  signs[place++] = Math.abs(now - (summed[at] ?? 0) / (at + 1)) / 100;
  signs[place] = dailyMovement(path, at) / DAY;
}

/** By level, then by stop: how far from the middle a price will be, as a logarithm. */
export function foretellSpread(path: PricePath, at: number): Float64Array[] {
  const signs = new Float64Array(SPREAD_SIGNS);
  readSpreadSigns(path, at, signs);
  const atKnots = new Float64Array(SPREAD_KNOTS.length + 1);
  const spread = OUTER_LEVELS.map((_, level) => {
    for (const knot of SPREAD_KNOTS.keys()) {
      const weights = SPREAD_WEIGHTS[level * SPREAD_KNOTS.length + knot] ?? [];
      let sum = 0;
      for (let sign = 0; sign < SPREAD_SIGNS; sign++) sum += (weights[sign] ?? 0) * (signs[sign] ?? 0);
      atKnots[knot + 1] = sum;
    }
    return atHours(atKnots, SPREAD_KNOTS, STOPS);
  });
  return spread.toSpliced(MEDIAN, 0, new Float64Array(STOPS.length));
}
