import { Temporal } from "temporal-polyfill";

// What a wall clock says, and the instant that it means. On the day that clocks are put forward some of its
// times do not exist, and on the day that they are put back some are there twice.

const QUARTER_MS = 15 * 60_000;

/** "2026-11-26T14:30", as a field for times has it. */
export function wallClock(instant: string | number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(new Date(instant).getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" });
}

export type Meant =
  | { at: string; twice: boolean }
  /** Clocks are put forward over it. */
  | { at: null; missing: boolean };

/** Of a time that is there twice, the first. */
export function instantOf(wall: string, zone: string): Meant {
  let plain: Temporal.PlainDateTime;
  try {
    plain = Temporal.PlainDateTime.from(wall);
  } catch {
    return { at: null, missing: false };
  }
  const first = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
  const second = plain.toZonedDateTime(zone, { disambiguation: "later" });
  const exists = first.toPlainDateTime().equals(plain);
  if (!exists) return { at: null, missing: true };
  return { at: iso(first.epochMilliseconds), twice: first.epochMilliseconds !== second.epochMilliseconds };
}

/** The full hours of a day, as instants: 23 or 25 where clocks are changed. */
export function hoursOfDay(day: string, zone: string): string[] {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
  const end = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  const hours: string[] = [];
  for (let at = start; at < end; at += 3_600_000) hours.push(iso(at));
  return hours;
}

/** "2026-11-26": the day that it is in a zone. */
export function dayOf(instant: string | number, zone: string): string {
  return wallClock(instant, zone).slice(0, 10);
}

/** So many days from a day on. */
export function daysFrom(day: string, count: number): string[] {
  const first = Temporal.PlainDate.from(day);
  return Array.from({ length: count }, (_, at) => first.add({ days: at }).toString());
}

/** The Monday of its week, or the first of its month. */
export function beginningOf(day: string, unit: "week" | "month"): string {
  const date = Temporal.PlainDate.from(day);
  return unit === "month"
    ? date.with({ day: 1 }).toString()
    : date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

/** As many days before or after a span of whole days, whatever clocks do meanwhile. */
export function spanBeside<Span extends { from: string; to: string }>(span: Span, by: 1 | -1, zone: string) {
  const [first, end] = [span.from, span.to].map((at) => Temporal.PlainDate.from(dayOf(at, zone)));
  const days = by * (first?.until(end ?? first).days ?? 0);
  const moved = (at: string) =>
    midnight(Temporal.PlainDate.from(dayOf(at, zone)).add({ days }).toString(), zone);
  return { from: moved(span.from), to: moved(span.to) };
}

/** As many days as a span has, from the day of an instant on. */
export function spanFrom(instant: string | number, span: { from: string; to: string }, zone: string) {
  const [first, end] = [span.from, span.to].map((at) => Temporal.PlainDate.from(dayOf(at, zone)));
  const from = dayOf(instant, zone);
  const days = first && end ? first.until(end).days : 0;
  return {
    from: midnight(from, zone),
    to: midnight(Temporal.PlainDate.from(from).add({ days }).toString(), zone),
  };
}

export function midnight(day: string, zone: string): string {
  return iso(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** The next quarter of an hour, and the same instant if it is one. */
export function nextQuarter(instant: string | number): string {
  return iso(Math.ceil(new Date(instant).getTime() / QUARTER_MS) * QUARTER_MS);
}

export function later(instant: string, minutes: number): string {
  return iso(Date.parse(instant) + minutes * 60_000);
}

export function minutesBetween(startsAt: string, endsAt: string): number {
  return Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000);
}

/** "3 h", "2 d 4 h", "1 h 15 min" */
export function lasts(startsAt: string, endsAt: string): string {
  const minutes = minutesBetween(startsAt, endsAt);
  const parts: [number, string][] = [
    [Math.floor(minutes / 1_440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.join(" ") || "0 min";
}

const iso = (ms: number) => new Date(ms).toISOString();
