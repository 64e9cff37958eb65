import { atLevel, type Curve } from "./curve.ts";
import { LEVELS } from "./levels.ts";

// How right a forecast was about one of its days, as sums that add up over forecasts, series and weeks.
//
// An error counts as a share of the price that was, so that a cheap card and a dear one count alike. The naive
// forecast, against which each is measured, says that every hour costs what the last known one did.

export interface Score {
  forecasts: number;
  hours: number;
  error: number;
  naiveError: number;
  /** Of all nine quantiles, their mean. */
  pinball: number;
  in80: number;
  in95: number;
  width80: number;
  width95: number;
  /** How many prices were below each quantile, and how many at or below it. */
  below: number[];
  atMost: number[];
}

export const DAYS = 7;
const HOURS_A_DAY = 24;

/**
 * Null where no hour of the day became known that was still to come when the forecast was issued. `begun`: so many of
 * its hours were not. `known`: the price of an hour ahead, 1 to 168.
 */
export function scoreDay(
  curve: Curve,
  lastPrice: number,
  day: number,
  begun: number,
  known: (hoursAhead: number) => number | undefined,
): Score | null {
  const score = nothing();
  score.forecasts = 1;
  for (let ahead = Math.max((day - 1) * HOURS_A_DAY, begun) + 1; ahead <= day * HOURS_A_DAY; ahead++) {
    const price = known(ahead);
    if (price === undefined || !(price > 0)) continue;
    addHour(score, curve, ahead - 1, lastPrice, price);
  }
  return score.hours === 0 ? null : score;
}

function addHour(score: Score, curve: Curve, at: number, lastPrice: number, price: number): void {
  const quantiles = curve.quantiles.map((row) => row[at] ?? 0);
  const between = (low: number, high: number) => price >= low && price <= high;
  const q = (level: (typeof LEVELS)[number]) => atLevel(curve, level)[at] ?? 0;
  score.hours += 1;
  score.error += Math.abs(q(0.5) - price) / price;
  score.naiveError += Math.abs(lastPrice - price) / price;
  score.in80 += between(q(0.1), q(0.9)) ? 1 : 0;
  score.in95 += between(q(0.025), q(0.975)) ? 1 : 0;
  score.width80 += (q(0.9) - q(0.1)) / price;
  score.width95 += (q(0.975) - q(0.025)) / price;
  for (const [place, level] of LEVELS.entries()) {
    const quantile = quantiles[place] ?? 0;
    const miss = price - quantile;
    score.pinball += (miss >= 0 ? level * miss : (level - 1) * miss) / price / LEVELS.length;
    if (price < quantile) score.below[place] = (score.below[place] ?? 0) + 1;
    if (price <= quantile) score.atMost[place] = (score.atMost[place] ?? 0) + 1;
  }
}

export function nothing(): Score {
  return {
    forecasts: 0,
    hours: 0,
    error: 0,
    naiveError: 0,
    pinball: 0,
    in80: 0,
    in95: 0,
    width80: 0,
    width95: 0,
    below: LEVELS.map(() => 0),
    atMost: LEVELS.map(() => 0),
  };
}

export function add(a: Score, b: Score): Score {
  return {
    forecasts: a.forecasts + b.forecasts,
    hours: a.hours + b.hours,
    error: a.error + b.error,
    naiveError: a.naiveError + b.naiveError,
    pinball: a.pinball + b.pinball,
    in80: a.in80 + b.in80,
    in95: a.in95 + b.in95,
    width80: a.width80 + b.width80,
    width95: a.width95 + b.width95,
    below: addEach(a.below, b.below),
    atMost: addEach(a.atMost, b.atMost),
  };
}

function addEach(a: readonly number[], b: readonly number[]): number[] {
  return a.map((count, place) => count + (b[place] ?? 0));
}

/**
 * How often the price was below a quantile, and how often at or below it. Prices stand still, so often it is
 * exactly there: a quantile is right when its level lies between the two.
 */
export interface Reliability {
  level: number;
  below: number;
  atMost: number;
}

/** What the sums say, in percent. Null throughout for nothing scored. */
export interface Told {
  hours: number;
  forecasts: number;
  mape: number | null;
  naiveMape: number | null;
  band: "excellent" | "good" | "fair" | "poor" | null;
  /** By how much the error is less than the naive one, in percent of that; null where the price never moved. */
  skill: number | null;
  coverage80: number | null;
  coverage95: number | null;
  width80: number | null;
  width95: number | null;
  pinball: number | null;
  reliability: Reliability[];
}

export function tell(score: Score): Told {
  const { hours, forecasts } = score;
  const mean = (sum: number) => (hours === 0 ? null : (sum / hours) * 100);
  const mape = mean(score.error);
  return {
    hours,
    forecasts,
    mape,
    naiveMape: mean(score.naiveError),
    band: mape === null ? null : bandOf(mape),
    skill: score.naiveError === 0 ? null : (1 - score.error / score.naiveError) * 100,
    coverage80: mean(score.in80),
    coverage95: mean(score.in95),
    width80: mean(score.width80),
    width95: mean(score.width95),
    pinball: mean(score.pinball),
    reliability:
      hours === 0
        ? []
        : LEVELS.map((level, place) => ({
            level,
            below: (score.below[place] ?? 0) / hours,
            atMost: (score.atMost[place] ?? 0) / hours,
          })),
  };
}

function bandOf(mape: number): NonNullable<Told["band"]> {
  if (mape <= 5) return "excellent";
  if (mape <= 10) return "good";
  return mape <= 20 ? "fair" : "poor";
}
