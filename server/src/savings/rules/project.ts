import type { Usd } from "../../values/money.ts";
import { divideRounded } from "../../values/money.ts";

/** So many days must be over before anything is said of those to come. */
const DAYS_NEEDED = 3;

export interface Projection {
  low: Usd;
  expected: Usd;
  high: Usd;
}

/**
 * What it will be by the end: what it is, and for the time that is left the average day of those that
 * were; the band is from a quiet day (a quarter were quieter) to a busy one (a quarter were busier).
 */
export function project(soFar: Usd, days: readonly Usd[], leftMs: number): Projection | null {
  if (days.length < DAYS_NEEDED) return null;
  const sorted = days.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (quarter: number) => sorted[Math.round((quarter * (sorted.length - 1)) / 4)] ?? 0n;
  const sum = days.reduce((total, day) => total + day, 0n);
  const left = (amount: bigint, by = 1) => divideRounded(amount * BigInt(leftMs), 86_400_000n * BigInt(by));
  const [low, high] = [left(at(1)), left(at(3))];
  const middle = left(sum, days.length);
  return {
    low: soFar + (middle < low ? middle : low),
    expected: soFar + middle,
    high: soFar + (middle > high ? middle : high),
  };
}
