import { HOUR_MS } from "../../values/hour.ts";
import { HOURS_NEEDED } from "./engine.ts";
import { DAYS } from "./score.ts";

// Which hours a forecast is made at, and when a day of it can be scored.

/** A series of which nothing was heard for so long is not forecast any more. */
export const ACTIVE_MS = 24 * HOUR_MS;
/** Sixty days are looked back on. */
export const HISTORY_HOURS = 1_440;

const DAY_MS = 24 * HOUR_MS;
/** An hour may become known late: a provider tells of it when asked again. After that, it never will. */
export const LATE_MS = 48 * HOUR_MS;

/** How many days of a forecast can be scored, once everything up to `knownUntil` is known that ever will be. */
export function scorableDays(cutOff: Date, knownUntil: Date): number {
  const passed = Math.floor((knownUntil.getTime() - cutOff.getTime()) / DAY_MS);
  return Math.max(0, Math.min(DAYS, passed));
}

/** Of the hours that a forecast is of, how many had begun when it was issued, and were no longer to be foretold. */
export function hoursBegun(cutOff: Date, issuedAt: Date): number {
  return Math.floor((issuedAt.getTime() - cutOff.getTime()) / HOUR_MS);
}

/**
 * The hours at which forecasts of a series are made afterwards, so that there is a record at once: each midnight
 * of the last weeks, the newest first, as far as enough was known then.
 */
export function replayHours(first: Date, last: Date, days: number): Date[] {
  const midnight = Math.floor(last.getTime() / DAY_MS) * DAY_MS - HOUR_MS;
  return Array.from({ length: days }, (_, back) => new Date(midnight - back * DAY_MS)).filter(
    (hour) => hour < last && hour.getTime() >= first.getTime() + (HOURS_NEEDED - 1) * HOUR_MS,
  );
}
