import type { Usd } from "../../values/money.ts";
import { HOUR_MS } from "../../values/hour.ts";

// The last seven days in few points: small enough for every row of a page.

export const HOURS_A_STRETCH = 6;
const STRETCHES = 168 / HOURS_A_STRETCH;
const STRETCH_MS = HOURS_A_STRETCH * HOUR_MS;

/** So many are a day. */
const ENOUGH = 24 / HOURS_A_STRETCH;

/** Of what Berth saw itself and what the provider tells, the one that has something to say. */
export function betterKnown<T extends { length: number }>(seen: T, told: T): T {
  return seen.length > ENOUGH || seen.length >= told.length ? seen : told;
}

export interface Sparkline {
  from: Date;
  to: Date;
  stepHours: number;
  /** When each known stretch begins; what is not among them is a gap. */
  at: Date[];
  medians: Usd[];
  changePercent: number | null;
}

/** Begins with a whole stretch, so that the same hours make the same line whenever it is asked for. */
export function sparklineStart(now: Date): Date {
  return new Date((Math.floor(now.getTime() / STRETCH_MS) - STRETCHES + 1) * STRETCH_MS);
}

export function makeSparkline(now: Date, known: readonly { stretch: number; median: Usd }[]): Sparkline {
  const from = sparklineStart(now);
  const told = known.toSorted((a, b) => a.stretch - b.stretch);
  const [first, last] = [told[0], told.at(-1)];
  return {
    from,
    to: new Date(from.getTime() + STRETCHES * STRETCH_MS),
    stepHours: HOURS_A_STRETCH,
    at: told.map(({ stretch }) => new Date(from.getTime() + stretch * STRETCH_MS)),
    medians: told.map(({ median }) => median),
    changePercent:
      first && last && first !== last
        ? Number(((Number(last.median) / Number(first.median) - 1) * 100).toFixed(2))
        : null,
  };
}
