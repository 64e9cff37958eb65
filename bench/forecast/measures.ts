import { LEVELS } from "../../server/src/forecasts/rules/levels.ts";

// How right one forecast was, in percent of the mean price of its week, as the data's protocol has it.

/** A week foretold: the median, the mean and the quantiles, hour by hour. */
export interface Foretold {
  quantiles: readonly (readonly number[])[];
  mean: readonly number[];
}

export const MEASURES = [
  "mape",
  "mase",
  "pinball5",
  "pinball50",
  "pinball95",
  "in80",
  "width80",
  "score80",
  "in95",
  "width95",
  "score95",
] as const;
export type Measure = (typeof MEASURES)[number];
export type Measured = Record<Measure, number>;

/** `history`: until the origin, of which one step's mean error of the last price is the unit of MASE. */
export function measure({ quantiles }: Foretold, actual: Float64Array, history: Float64Array): Measured {
  const hours = actual.length;
  const unit = 100 / (sum(actual) / hours);
  const at = (level: (typeof LEVELS)[number]) => {
    const place = LEVELS.indexOf(level);
    return Float64Array.from(quantiles, (row) => row[place] ?? Number.NaN);
  };
  const median = at(0.5);
  const error = actual.map((price, hour) => Math.abs((median[hour] ?? 0) - price));
  const pinball = (level: (typeof LEVELS)[number]) =>
    (sum(at(level).map((said, hour) => pinballOf(level, said, actual[hour] ?? 0))) / hours) * unit;
  const band = (low: Float64Array, high: Float64Array, alpha: number) => {
    let [inside, width, missed] = [0, 0, 0];
    for (const [hour, price] of actual.entries()) {
      const [from, to] = [low[hour] ?? 0, high[hour] ?? 0];
      // A price that was repeated to the last digit is on the edge and not beyond it.
      const slack = price * 1e-9;
      if (price >= from - slack && price <= to + slack) inside++;
      width += to - from;
      missed += Math.max(from - price, price - to, 0);
    }
    return {
      inside: (inside / hours) * 100,
      width: (width / hours) * unit,
      score: ((width + (2 / alpha) * missed) / hours) * unit,
    };
  };
  const [eighty, most] = [band(at(0.1), at(0.9), 0.2), band(at(0.025), at(0.975), 0.05)];
  return {
    mape: (sum(error.map((off, hour) => off / (actual[hour] ?? 1))) / hours) * 100,
    mase: sum(error) / hours / stepError(history),
    pinball5: pinball(0.05),
    pinball50: pinball(0.5),
    pinball95: pinball(0.95),
    in80: eighty.inside,
    width80: eighty.width,
    score80: eighty.score,
    in95: most.inside,
    width95: most.width,
    score95: most.score,
  };
}

function pinballOf(level: number, said: number, came: number): number {
  return came >= said ? level * (came - said) : (1 - level) * (said - came);
}

/** Not a number where the price never moved: then nothing can be told in its units. */
function stepError(history: Float64Array): number {
  let total = 0;
  for (let hour = 1; hour < history.length; hour++)
    total += Math.abs((history[hour] ?? 0) - (history[hour - 1] ?? 0));
  return total > 0 ? total / (history.length - 1) : Number.NaN;
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at] ?? 0;
  return total;
}

/** The mean of what is a number. */
export function meanOf(values: readonly number[]): number {
  const told = values.filter((value) => !Number.isNaN(value));
  return told.length === 0 ? Number.NaN : sum(told) / told.length;
}
