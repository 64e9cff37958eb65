// Reservations lie on a grid of quarter hours in UTC. Every zone in use is a whole number of quarters
// from it, so a quarter of a wall clock is a quarter here. A window is half-open, so neighbours touch.

export const QUARTER_MS = 15 * 60_000;
export const QUARTERS_A_DAY = 96;
export const QUARTERS_AN_HOUR = 4n;
const DAY_MS = QUARTERS_A_DAY * QUARTER_MS;

export interface Window {
  startsAt: Date;
  endsAt: Date;
}

export const isOnGrid = (instant: Date): boolean => instant.getTime() % QUARTER_MS === 0;

export const quartersIn = ({ startsAt, endsAt }: Window): number =>
  (endsAt.getTime() - startsAt.getTime()) / QUARTER_MS;

/** The first instant of the grid that is not before this one. */
export const nextOnGrid = (instant: Date): Date =>
  new Date(Math.ceil(instant.getTime() / QUARTER_MS) * QUARTER_MS);

export const lastOnGrid = (instant: Date): Date =>
  new Date(Math.floor(instant.getTime() / QUARTER_MS) * QUARTER_MS);

/** The UTC days that a window touches, in order: "2026-11-26". */
export function daysOf({ startsAt, endsAt }: Window): string[] {
  const first = Math.floor(startsAt.getTime() / DAY_MS);
  const end = Math.ceil(endsAt.getTime() / DAY_MS);
  return Array.from({ length: end - first }, (_, at) =>
    new Date((first + at) * DAY_MS).toISOString().slice(0, 10),
  );
}
