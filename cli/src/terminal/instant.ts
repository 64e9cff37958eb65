import { Ended } from "../ended.ts";

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

/**
 * An instant as people type it: "+2h" from now, up to the next quarter of an hour; "2026-12-01 09:00" on
 * the wall clock of the zone; or whole, as in ISO 8601.
 */
export function readInstant(text: string, zone: string, now: Date): string {
  const [, count, unit] = /^\+(\d+(?:\.\d+)?)(min|h|d)$/.exec(text) ?? [];
  if (count && unit) {
    const ms = Number(count) * { min: HOUR_MS / 60, h: HOUR_MS, d: 24 * HOUR_MS }[unit as "min" | "h" | "d"];
    const at = new Date(Math.ceil((now.getTime() + ms) / QUARTER_MS) * QUARTER_MS);
    if (!Number.isNaN(at.getTime())) return at.toISOString();
  }
  const [named] = /^\d{4}-\d\d-\d\d/.exec(text) ?? [];
  if (named && !isDay(named)) throw new Ended("usage", `“${text}” is no day of the calendar.`);
  const [, day, hour] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text) ?? [];
  if (day) return hour ? onWallClock(`${day}T${hour}:00Z`, zone, text) : beginningOf(day, zone);
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
    return new Date(text).toISOString();
  throw new Ended("usage", `“${text}” is no time. Write +2h, "2026-12-01 09:00", or 2026-12-01T08:00:00Z.`);
}

/** Date.parse takes the 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

/** Where the clocks are put forward at midnight, a day begins later than that. */
function beginningOf(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  for (let ms = 0; ms < 24 * HOUR_MS; ms += QUARTER_MS) {
    const found = firstShowing(midnight + ms, zone);
    if (found !== null) return new Date(found).toISOString();
  }
  throw new Ended("usage", `The clocks of ${zone} leave all of ${day} out.`);
}

/** Where a time is left out in spring, the clock there never shows it. */
function onWallClock(wall: string, zone: string, text: string): string {
  const shown = Date.parse(wall);
  if (Number.isNaN(shown)) throw new Ended("usage", `“${text}” is no time of the day.`);
  const found = firstShowing(shown, zone);
  if (found === null)
    throw new Ended("usage", `On ${text} the clocks of ${zone} are put forward: that time does not come.`);
  return new Date(found).toISOString();
}

/** The first instant at which the clock there shows it; null for never. */
function firstShowing(shown: number, zone: string): number | null {
  const all = [-24, 0, 24].map((hours) => shown - offsetMs(shown + hours * HOUR_MS, zone));
  return all.filter((at) => at + offsetMs(at, zone) === shown).toSorted((a, b) => a - b)[0] ?? null;
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(at);
  return Date.parse(`${parts.replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}
