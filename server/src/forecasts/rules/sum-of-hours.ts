import { atLevel, type Curve } from "./curve.ts";
import type { LEVELS } from "./levels.ts";

/** What some hours come to for one GPU, in micro-dollars. */
export interface SumOfHours {
  expected: number;
  low80: number;
  high80: number;
  low95: number;
  high95: number;
}

/**
 * The cost of hours, each counted with its weight, and how sure that is. The bounds of a sum are not the sum of bounds:
 * hours err together, but the less so the further apart they are. How far apart is the memory of an error, so two
 * hours go together by e to the minus their distance over it, and the deviations add up as correlated ones do.
 *
 * `naive`: the last price, where it is the better guess. What is expected always lies within the bounds. They are
 * widened to it and not moved there: after a spike it may be far from what is foretold, and either may come true.
 */
export function sumOfHours(
  curve: Curve,
  weights: readonly number[],
  memoryHours: number,
  naive: number | null = null,
): SumOfHours {
  const together = Math.exp(-1 / Math.max(memoryHours, 0.01));
  const median = atLevel(curve, 0.5);
  const middle = dot(median, weights);
  const deviation = (level: (typeof LEVELS)[number]): number => {
    const row = atLevel(curve, level);
    let sum = 0;
    let carried = 0;
    let before = 0;
    for (const [hour, weight] of weights.entries()) {
      const off = Math.abs((row[hour] ?? 0) - (median[hour] ?? 0)) * weight;
      carried = together * (carried + before);
      sum += off * off + 2 * off * carried;
      before = off;
    }
    return Math.sqrt(sum);
  };
  const hours = weights.reduce((sum, weight) => sum + weight, 0);
  const expected = naive === null ? dot(curve.mean, weights) : naive * hours;
  return {
    expected,
    low80: Math.min(expected, Math.max(0, middle - deviation(0.1))),
    high80: Math.max(expected, middle + deviation(0.9)),
    low95: Math.min(expected, Math.max(0, middle - deviation(0.025))),
    high95: Math.max(expected, middle + deviation(0.975)),
  };
}

function dot(prices: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, hour) => sum + weight * (prices[hour] ?? 0), 0);
}
