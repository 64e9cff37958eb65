import { decimal, micros } from "#lib/money.ts";
import { short } from "./course.ts";

const hourMs = 3_600_000;

export interface Plan {
  gpuCount: number;
  hours: number;
  daysAhead: number;
}

/** What a person typed as hours: "6", "2.5" and "2,5". Null when it is none. */
export function readHours(typed: string): number | null {
  const hours = Number(typed.trim().replace(",", "."));
  return typed.trim() !== "" && hours > 0 && hours <= 168 ? hours : null;
}

/** The deadline of a plan, a whole hour, so that the same hour asks the same. */
export function deadlineOf({ daysAhead }: Plan, now: number): string {
  // The last day ends a little early: what is foretold began some hours ago.
  const ahead = daysAhead >= 7 ? 7 * 24 - 6 : daysAhead * 24;
  return new Date((Math.floor(now / hourMs) + ahead) * hourMs).toISOString();
}

/** Where a window lies between two instants, in percent of the way. */
export function placeOf(
  { startsAt, endsAt }: { startsAt: string; endsAt: string },
  from: number,
  to: number,
): { left: number; width: number } {
  const at = (instant: string) =>
    Math.min(100, Math.max(0, ((Date.parse(instant) - from) / (to - from)) * 100));
  const left = at(startsAt);
  return { left, width: Math.max(1, at(endsAt) - left) };
}

/** What a window should cost, and how sure that is; what starts at once is certain. */
export function sayCost({
  expected,
  low80,
  high80,
}: {
  expected: string;
  low80: string;
  high80: string;
}): string {
  if (low80 === high80) return short(expected);
  return `${short(expected)}, four times of five between ${short(low80)} and ${short(high80)}`;
}

/** A budget that is proposed: what it should cost at most four times of five, a tenth above, in whole cents upwards. */
export function budgetFor(high80: string): string {
  const amount = (micros(high80) * 11n) / 10n;
  const cent = 10_000n;
  return decimal(((amount + cent - 1n) / cent) * cent);
}

const quarterMs = hourMs / 4;

/** The form that books these hours of a pool ahead; it takes quarter hours, and none that has begun. */
export function reservePath(poolId: string, plan: Plan, startsAt: string): string {
  const start = Math.ceil(Date.parse(startsAt) / quarterMs) * quarterMs;
  const end = start + Math.max(1, Math.ceil(plan.hours * 4)) * quarterMs;
  const asked = new URLSearchParams({
    pool: poolId,
    gpus: String(plan.gpuCount),
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(end).toISOString(),
  });
  return `/reservations?${asked.toString()}`;
}
