// Instants are UTC on the wire; the reader's zone is named wherever a clock time is shown.

/** Until a browser has said otherwise, times are shown in UTC. */
export const unknownZone = "UTC";

const locale = "en-GB";
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formats.set(key, found);
  }
  return found;
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat(locale, { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** "12:03" */
export function clockTime(instant: string | number, zone: string): string {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(instant));
}

/** "3 Nov 2026" */
function day(instant: string | number, zone: string): string {
  return format(zone, { day: "numeric", month: "short", year: "numeric" }).format(new Date(instant));
}

/** "3 Nov" */
export function shortDay(instant: string | number, zone: string): string {
  return format(zone, { day: "numeric", month: "short" }).format(new Date(instant));
}

/** "CET", "GMT+5:30": the name of the zone at that instant, which is not the same all year. */
export function zoneName(instant: string | number, zone: string): string {
  const parts = format(zone, { hour: "numeric", timeZoneName: "short" }).formatToParts(new Date(instant));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** "3 Nov 2026, 12:03 CET" */
export function dayAndTime(instant: string | number, zone: string): string {
  return `${day(instant, zone)}, ${clockTime(instant, zone)} ${zoneName(instant, zone)}`;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const aDay = 24 * hour;

/** How long ago, as short as it can be told: "4 s", "12 min", "3 h", "9 d". */
export function age(instant: string, now: number): string {
  const past = Math.max(0, now - Date.parse(instant));
  if (past < minute) return `${Math.floor(past / second)} s`;
  if (past < hour) return `${Math.floor(past / minute)} min`;
  if (past < 2 * aDay) return `${Math.floor(past / hour)} h`;
  return `${Math.floor(past / aDay)} d`;
}

/** How long until, in words: "in 12 days", "in 3 hours", "now". */
export function timeLeft(instant: string, now: number): string {
  const left = Date.parse(instant) - now;
  if (left <= 0) return "now";
  if (left < hour) return inWords(Math.ceil(left / minute), "minute");
  if (left < 2 * aDay) return inWords(Math.round(left / hour), "hour");
  return inWords(Math.round(left / aDay), "day");
}

/** "9:05", "1:00:00": what is left until an instant, to the second; null when it is over. */
export function countdown(instant: string, now: number): string | null {
  const left = Math.ceil((Date.parse(instant) - now) / second);
  if (left <= 0) return null;
  const parts = [Math.floor(left / 3_600), Math.floor(left / 60) % 60, left % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

function inWords(count: number, unit: string): string {
  return `in ${count} ${unit}${count === 1 ? "" : "s"}`;
}
