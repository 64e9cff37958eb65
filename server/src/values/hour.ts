// Hours as histories count them: whole hours in UTC, named by the instant at which they begin.

export const HOUR_MS = 60 * 60 * 1000;

/** The hour that an instant is in. */
export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}

export function hourAfter(hour: Date): Date {
  return new Date(hour.getTime() + HOUR_MS);
}
