import { decimal, formatUsd, micros } from "#lib/money.ts";

// What was available, and what will be if nothing is spent or added: at its end each lot takes away
// what it still has.

const dayMs = 24 * 60 * 60 * 1_000;
const daysBack = 30;
const daysAhead = 30;

/** The last thirty days, to the minute, so that the same minute asks the same. */
export function chartSpan(now: number): { from: string; to: string } {
  const to = Math.ceil(now / 60_000) * 60_000;
  return { from: new Date(to - daysBack * dayMs).toISOString(), to: new Date(to).toISOString() };
}

export interface CoursePoint {
  at: string;
  available: string;
}

export interface EndingLot {
  available: string;
  rollsOver: string;
  expiresAt: string;
}

export interface ChartPoint {
  x: number;
  /** Dollars, for drawing only; null where the other line is. */
  past: number | null;
  ahead: number | null;
  title: string;
  detail: string;
}

export function burnDown(
  course: readonly CoursePoint[],
  lots: readonly EndingLot[],
  dayOf: (at: number) => string,
): ChartPoint[] {
  const last = course.at(-1);
  if (!last) return [];
  const points = course.map(({ at, available }): ChartPoint => ({
    x: Date.parse(at),
    past: dollars(micros(available)),
    ahead: null,
    title: `${formatUsd(available)} available`,
    detail: dayOf(Date.parse(at)),
  }));
  const now = Date.parse(last.at);
  let left = micros(last.available);
  const joint = points.at(-1);
  if (joint) joint.ahead = joint.past;
  const ending = lots
    .filter(({ expiresAt }) => Date.parse(expiresAt) > now)
    .toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1));
  for (const { available, rollsOver, expiresAt } of ending) {
    const x = Date.parse(expiresAt);
    if (x > now + daysAhead * dayMs) break;
    const lost = micros(available) - micros(rollsOver);
    if (lost <= 0n) continue;
    left = left > lost ? left - lost : 0n;
    points.push({
      x,
      past: null,
      ahead: dollars(left),
      title: `${formatUsd(decimal(left))} left, unless used before`,
      detail: `${formatUsd(decimal(lost))} expire ${dayOf(x)}`,
    });
  }
  const end = now + daysAhead * dayMs;
  points.push({
    x: end,
    past: null,
    ahead: dollars(left),
    title: `${formatUsd(decimal(left))} left, unless used before`,
    detail: dayOf(end),
  });
  return points;
}

function dollars(amount: bigint): number {
  return Number(amount) / 1e6;
}
