import { Temporal } from "temporal-polyfill";
import { tzlib_get_ical_block, tzlib_get_timezones } from "timezones-ical-library";

// A time in a calendar file is a wall clock's and the name of a zone, and the file says what that zone is: Google and
// Apple know the name, Outlook goes by what the file says. The library's zones and those that this program computes
// with are of different releases, so an instant for which they differ is written in UTC, which nobody misreads.

export interface ZoneBlock {
  /** As the file calls it. */
  id: string;
  /** From BEGIN:VTIMEZONE to END:VTIMEZONE. */
  text: string;
  onsets: readonly Onset[];
}

/** A change that comes every year, or came once. */
interface Onset {
  offsetBefore: number;
  offset: number;
  start: Temporal.PlainDateTime;
  rule: { month: number; nth: number; weekday: number } | null;
}

const known: ReadonlySet<unknown> = new Set(tzlib_get_timezones() as unknown[]);
const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const MINUTE_MS = 60_000;

/** Null for UTC, and for zones that no file can tell of. */
export function zoneBlockOf(zone: string): ZoneBlock | null {
  if (!known.has(zone)) return null;
  const found: unknown = tzlib_get_ical_block(zone);
  if (!Array.isArray(found)) return null;
  const [text, named] = found as string[];
  const id = named?.replace(/^TZID=/, "");
  if (!text || !id || id === "Etc/UTC") return null;
  const onsets = [...text.matchAll(/BEGIN:(?:STANDARD|DAYLIGHT)\r\n([\s\S]*?)END:(?:STANDARD|DAYLIGHT)/g)];
  const read = onsets.map(([, body = ""]) => readOnset(body));
  return read.every((one) => one !== null) && read.length > 0 ? { id, text, onsets: read } : null;
}

function readOnset(body: string): Onset | null {
  const valueOf = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(body)?.[1];
  const [before, offset] = [readOffset(valueOf("TZOFFSETFROM")), readOffset(valueOf("TZOFFSETTO"))];
  const start = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(valueOf("DTSTART") ?? "");
  if (before === null || offset === null || !start) return null;
  const [year, month, day, hour, minute, second] = start.slice(1).map(Number);
  const rule = valueOf("RRULE");
  const yearly = rule && /^FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)([A-Z]{2})$/.exec(rule);
  // A rule of another shape is not understood here, and what it says not relied upon.
  if (rule && !yearly) return null;
  return {
    offsetBefore: before,
    offset,
    start: new Temporal.PlainDateTime(year ?? 0, month ?? 0, day ?? 0, hour, minute, second),
    rule: yearly
      ? { month: Number(yearly[1]), nth: Number(yearly[2]), weekday: weekdays.indexOf(yearly[3] ?? "") + 1 }
      : null,
  };
}

function readOffset(text: string | undefined): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(text ?? "") ?? [];
  if (!sign) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Minutes ahead of UTC, by what the file says. */
export function offsetIn({ onsets }: ZoneBlock, at: Date): number {
  const year = at.getUTCFullYear();
  let best = { from: Number.NEGATIVE_INFINITY, offset: onsets[0]?.offsetBefore ?? 0 };
  for (const onset of onsets)
    for (const local of onset.rule ? [onsetIn(onset, year - 1), onsetIn(onset, year)] : [onset.start]) {
      const from = local.toZonedDateTime("UTC").epochMilliseconds - onset.offsetBefore * MINUTE_MS;
      if (from <= at.getTime() && from > best.from) best = { from, offset: onset.offset };
    }
  return best.offset;
}

function onsetIn({ rule, start }: Onset, year: number): Temporal.PlainDateTime {
  if (!rule || year < start.year) return start;
  const { month, nth, weekday } = rule;
  const first = new Temporal.PlainDate(year, month, 1);
  const toFirst = (weekday - first.dayOfWeek + 7) % 7;
  const last = Math.floor((first.daysInMonth - 1 - toFirst) / 7);
  const day = 1 + toFirst + 7 * (nth > 0 ? nth - 1 : last + 1 + nth);
  return first.with({ day }).toPlainDateTime(start.toPlainTime());
}

/**
 * Whether what the wall clock shows at an instant is read as that instant: the file says the same of the hour, and where
 * an hour comes twice it is the first, which is the one that readers take.
 */
export function agreesAt(block: ZoneBlock, at: Date): boolean {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(block.id);
  const read = zoned.toPlainDateTime().toZonedDateTime(block.id, { disambiguation: "earlier" });
  return zoned.equals(read) && Math.round(zoned.offsetNanoseconds / 60e9) === offsetIn(block, at);
}
