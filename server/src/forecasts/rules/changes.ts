import { atLevel, type Curve } from "./curve.ts";
import type { PricePoint } from "./hourly-series.ts";
import type { Told } from "./score.ts";

// When a market is no longer what it was thought to be. A change point is six known hours in a row on one side of
// the band in which nineteen of twenty should lie, as it was foretold a day before; drift is a week in which the
// bands held much less than they said.

export const HOURS_IN_A_ROW = 6;
const DRIFT_HOURS = 72;
/** Of the band that says 95. */
const DRIFT_COVERAGE = 75;

export interface ChangePoint {
  /** The first of the hours. */
  at: Date;
  direction: "up" | "down";
  /** The last price, and the edge of the band that it is beyond. */
  price: number;
  edge: number;
}

const HOUR_MS = 3_600_000;

/** Whether the last known hours all lie beyond a band that was fixed before any of them. */
export function findChangePoint(
  { curve, cutOff }: { curve: Curve; cutOff: Date },
  known: readonly PricePoint[],
): ChangePoint | null {
  const last = known.slice(-HOURS_IN_A_ROW);
  const [first] = last;
  if (!first || last.length < HOURS_IN_A_ROW) return null;
  const low = atLevel(curve, 0.025);
  const high = atLevel(curve, 0.975);
  const sides = last.map(({ hour, price }) => {
    const ahead = hour - cutOff.getTime() / HOUR_MS - 1;
    const [lowest, highest] = [low[ahead], high[ahead]];
    if (lowest === undefined || highest === undefined) return null;
    if (price > highest) return { direction: "up" as const, price, edge: highest };
    return price < lowest ? { direction: "down" as const, price, edge: lowest } : null;
  });
  const now = sides.at(-1);
  if (!now || sides.some((side) => side?.direction !== now.direction)) return null;
  return { at: new Date(first.hour * HOUR_MS), ...now };
}

/** Whether the record of the last week is much worse than its bands say. */
export function hasDrifted(week: Pick<Told, "hours" | "coverage95">): boolean {
  return week.hours >= DRIFT_HOURS && week.coverage95 !== null && week.coverage95 < DRIFT_COVERAGE;
}
