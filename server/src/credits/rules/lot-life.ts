import type { Usd } from "../../values/money.ts";

// A lot's life: it takes effect, its end is told of 7, 3 and 1 days before, and it ends at 00:00 UTC.
// What of it is then still available rolls over by the lot's rule and expires for the rest; what is
// held stays with its hold, and follows if it is given back.

export const DAY_MS = 24 * 60 * 60 * 1000;
const NOTICES = [1, 3, 7] as const;
const DEFAULT_DAYS = 30;

/** The end of the day in which a lot has lived so long: no lot lives shorter than it was promised. */
export function endOfLife(effectiveAt: Date, days = DEFAULT_DAYS): Date {
  return endOfDay(new Date(effectiveAt.getTime() + days * DAY_MS));
}

/** The next 00:00 UTC, or the instant itself when it is one. */
export function endOfDay(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / DAY_MS) * DAY_MS);
}

export interface Living {
  pending: Usd;
  available: Usd;
  effectiveAt: Date;
  expiresAt: Date;
  /** The last notice that was given of its end, in days; null before the first. */
  noticedDays: number | null;
  rolloverMin: Usd | null;
  /** When its end was seen to. What comes back to it after that has no further life. */
  endedAt: Date | null;
}

/** The notice that a lot's end calls for now, and that was not yet given; a late one gives way to the next. */
export function noticeDue(lot: Pick<Living, "expiresAt" | "noticedDays">, now: Date): number | null {
  const left = lot.expiresAt.getTime() - now.getTime();
  const due = NOTICES.find((days) => left <= days * DAY_MS);
  return due === undefined || (lot.noticedDays !== null && lot.noticedDays <= due) ? null : due;
}

export type Due = { what: "take-effect" } | { what: "end" } | { what: "notice"; days: number } | null;

/** What time has made due of a lot. One thing at a time: after it was done, ask again. */
export function dueOf(lot: Living, now: Date): Due {
  if (lot.pending > 0n && lot.effectiveAt <= now) return { what: "take-effect" };
  if (lot.expiresAt <= now && endMatters(lot)) return { what: "end" };
  const days = lot.available > 0n ? noticeDue(lot, now) : null;
  return days === null ? null : { what: "notice", days };
}

/** When something is due of it next; null when nothing ever is, as things are. */
export function nextDueAt(lot: Living): Date | null {
  if (lot.pending > 0n) return lot.effectiveAt;
  if (!endMatters(lot)) return null;
  const next = NOTICES.findLast((days) => lot.noticedDays === null || days < lot.noticedDays);
  return new Date(lot.expiresAt.getTime() - (lot.available > 0n ? (next ?? 0) : 0) * DAY_MS);
}

/** A lot that was used up ends in silence, unless its rule makes something of nothing. */
function endMatters({ available, endedAt, rolloverMin }: Living): boolean {
  return available > 0n || (endedAt === null && (rolloverMin ?? 0n) > 0n);
}

export interface Rollover {
  min: Usd;
  max: Usd;
}

/** What a lot that ends with so much left carries over into the next. */
export function carriedOver(left: Usd, { min, max }: Rollover): Usd {
  const atLeast = left > min ? left : min;
  return atLeast < max ? atLeast : max;
}
