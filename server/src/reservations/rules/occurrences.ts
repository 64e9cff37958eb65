import "temporal-polyfill/global";
import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { InvalidInput } from "../../values/refusal.ts";
import type { Window } from "./grid.ts";

// When a booking by rule takes place. The rule is RFC 5545's, from a wall clock in a named zone. Where clocks are
// changed on the way, either the wall clock stays the same, and some bookings are 23 or 25 hours apart, or the
// time that passes does, and the wall clock moves by an hour.

export const daylightSavings = ["same-wall-clock", "same-elapsed-time"] as const;
export type DaylightSaving = (typeof daylightSavings)[number];

export interface Recurrence {
  /** Such as "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=8". */
  rule: string;
  zone: string;
  /** The first start on the wall clock there: "2026-12-01T09:00". */
  startsAtLocal: string;
  minutes: number;
  daylightSaving: DaylightSaving;
}

const RULE =
  /^FREQ=(DAILY|WEEKLY|MONTHLY)(;(INTERVAL|COUNT|UNTIL|BYDAY|BYMONTH|BYMONTHDAY|BYSETPOS|WKST)=[A-Z0-9,+-]{1,80}){0,7}$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const MOST = 60;
const AHEAD_DAYS = 366;

export function occurrencesOf({ rule, zone, startsAtLocal, minutes, daylightSaving }: Recurrence): Window[] {
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new InvalidInput("minutes", "Say for how many minutes each is.");
  const first = readFirst(startsAtLocal, zone);
  const text = rule
    .trim()
    .replace(/^RRULE:/i, "")
    .toUpperCase();
  if (!RULE.test(text))
    throw new InvalidInput(
      "rule",
      "A rule is daily, weekly or monthly, such as FREQ=WEEKLY;BYDAY=MO;COUNT=8.",
    );
  const there = expand(text, first);
  const starts = there.map((at) =>
    daylightSaving === "same-wall-clock" ? at.epochMilliseconds : sameElapsed(at, first),
  );
  if (starts.length === 0) throw new InvalidInput("rule", "This rule never comes true.");
  if (starts.length > MOST)
    throw new InvalidInput("rule", `At most ${MOST} bookings by one rule; this has more.`);
  refuseBeyond(text, first, starts.length);
  return starts.map((start) => ({
    startsAt: new Date(start),
    endsAt: new Date(start + minutes * 60_000),
  }));
}

/** A rule's days are those of its zone; on each it is as late as it was first, by clocks that nobody changed. */
function sameElapsed(at: Temporal.ZonedDateTime, first: Temporal.ZonedDateTime): number {
  const local = at.toPlainDate().toPlainDateTime(first.toPlainTime()).toZonedDateTime("UTC");
  return local.epochMilliseconds - first.offsetNanoseconds / 1_000_000;
}

/** Half of what was asked for is not booked without a word. */
function refuseBeyond(rule: string, first: Temporal.ZonedDateTime, found: number): void {
  const end = first.add({ days: AHEAD_DAYS }).toPlainDate().toString().replaceAll("-", "");
  const count = Number(/;COUNT=(\d+)/.exec(rule)?.[1] ?? 0);
  const until = /;UNTIL=(\d{8})/.exec(rule)?.[1] ?? "";
  if (count > found || until > end)
    throw new InvalidInput("rule", `This reaches further than a year ahead: ${found} are within it.`);
}

function expand(rule: string, from: Temporal.ZonedDateTime): Temporal.ZonedDateTime[] {
  try {
    const parsed = new RRuleTemporal({
      rruleString: `DTSTART;TZID=${from.timeZoneId}:${compact(from)}\nRRULE:${rule}`,
    });
    const end = from.add({ days: AHEAD_DAYS });
    return parsed.between(new Date(from.epochMilliseconds), new Date(end.epochMilliseconds), true);
  } catch {
    throw new InvalidInput("rule", "This is no rule that can be read: it is written as in iCalendar.");
  }
}

const compact = (at: Temporal.ZonedDateTime) =>
  at.toPlainDateTime().toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");

/** A time that the zone's clocks skip, or show twice, is nobody's to guess. */
function readFirst(local: string, zone: string): Temporal.ZonedDateTime {
  if (!LOCAL.test(local))
    throw new InvalidInput("startsAtLocal", "The first start is a wall clock's, such as 2026-12-01T09:00.");
  let plain: Temporal.PlainDateTime;
  try {
    plain = Temporal.PlainDateTime.from(local);
  } catch {
    throw new InvalidInput("startsAtLocal", "There is no such day or time.");
  }
  const at = (disambiguation: "earlier" | "later") => {
    try {
      return plain.toZonedDateTime(zone, { disambiguation });
    } catch {
      throw new InvalidInput("zone", "A zone is named as in Europe/Berlin.");
    }
  };
  const [earlier, later] = [at("earlier"), at("later")];
  if (!earlier.toPlainDateTime().equals(plain))
    throw new InvalidInput(
      "startsAtLocal",
      `Clocks in ${zone} are put forward over this time: it does not exist.`,
    );
  if (!earlier.equals(later))
    throw new InvalidInput(
      "startsAtLocal",
      `Clocks in ${zone} show this time twice on that day. Choose another.`,
    );
  return earlier;
}
