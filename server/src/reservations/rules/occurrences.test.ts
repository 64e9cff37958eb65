import { expect, test } from "vitest";
import { InvalidInput } from "../../values/refusal.ts";
import { occurrencesOf, type Recurrence } from "./occurrences.ts";

const daily: Recurrence = {
  rule: "FREQ=DAILY;COUNT=3",
  zone: "Europe/Berlin",
  startsAtLocal: "2027-03-27T09:30",
  minutes: 120,
  daylightSaving: "same-wall-clock",
};
const starts = (rest: Partial<Recurrence>) =>
  occurrencesOf({ ...daily, ...rest }).map(({ startsAt }) => startsAt.toISOString());

test("T1: over the change of clocks the wall clock stays the same, or the time that passes does", () => {
  expect(starts({})).toEqual([
    "2027-03-27T08:30:00.000Z",
    "2027-03-28T07:30:00.000Z",
    "2027-03-29T07:30:00.000Z",
  ]);
  expect(starts({ daylightSaving: "same-elapsed-time" })).toEqual([
    "2027-03-27T08:30:00.000Z",
    "2027-03-28T08:30:00.000Z",
    "2027-03-29T08:30:00.000Z",
  ]);
});

test("each lasts as long as was said, also over the change", () => {
  for (const { startsAt, endsAt } of occurrencesOf({ ...daily, startsAtLocal: "2027-03-27T23:30" }))
    expect(endsAt.getTime() - startsAt.getTime()).toBe(2 * 3_600_000);
});

test("weekly on named days", () => {
  expect(
    starts({ rule: "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", startsAtLocal: "2026-12-07T09:00" }),
  ).toEqual(["2026-12-07T08:00:00.000Z", "2026-12-09T08:00:00.000Z", "2026-12-14T08:00:00.000Z"]);
});

test.each<[string, Partial<Recurrence>, string]>([
  ["a time that clocks skip", { startsAtLocal: "2027-03-28T02:30" }, "startsAtLocal"],
  ["a time that clocks show twice", { startsAtLocal: "2027-10-31T02:30" }, "startsAtLocal"],
  ["a day that does not exist", { startsAtLocal: "2027-02-30T09:00" }, "startsAtLocal"],
  ["a time with an offset", { startsAtLocal: "2027-02-03T09:00Z" }, "startsAtLocal"],
  ["an unknown zone", { zone: "Middle/Earth" }, "zone"],
  ["every second", { rule: "FREQ=SECONDLY" }, "rule"],
  ["no rule", { rule: "now and then" }, "rule"],
  ["a rule without an end", { rule: "FREQ=DAILY" }, "rule"],
  ["a day that never comes", { rule: "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30" }, "rule"],
  ["no time at all", { minutes: 0 }, "minutes"],
])("%s is refused for itself", (_, wrong, field) => {
  expect(() => occurrencesOf({ ...daily, ...wrong })).toThrow(
    expect.objectContaining({ field }) as InvalidInput,
  );
});

const dayThere = (zone: string) => (of: { startsAt: Date }) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
  }).format(of.startsAt);

test.each(["same-wall-clock", "same-elapsed-time"] as const)(
  "T1: the days of a rule are those of its zone, by the %s",
  (daylightSaving) => {
    const evening = {
      zone: "America/Los_Angeles",
      startsAtLocal: "2026-12-07T20:00",
      minutes: 120,
      daylightSaving,
    };
    const mondays = occurrencesOf({ ...evening, rule: "FREQ=WEEKLY;BYDAY=MO;COUNT=3" });
    expect(mondays.map(dayThere(evening.zone))).toEqual(["Mon 7 Dec", "Mon 14 Dec", "Mon 21 Dec"]);
    const morning = { zone: "Asia/Tokyo", startsAtLocal: "2026-12-01T08:00", minutes: 120, daylightSaving };
    const firsts = occurrencesOf({ ...morning, rule: "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3" });
    expect(firsts.map(dayThere(morning.zone))).toEqual(["Tue 1 Dec", "Fri 1 Jan", "Mon 1 Feb"]);
  },
);

test("what reaches further than a year is refused, and not cut", () => {
  const monthly = {
    zone: "UTC",
    startsAtLocal: "2026-12-01T08:00",
    minutes: 60,
    daylightSaving: "same-wall-clock" as const,
  };
  for (const rule of ["FREQ=MONTHLY;COUNT=24", "FREQ=MONTHLY;UNTIL=20290101T000000Z"])
    expect(() => occurrencesOf({ ...monthly, rule })).toThrow(/further than a year/);
  expect(occurrencesOf({ ...monthly, rule: "FREQ=MONTHLY;COUNT=12" })).toHaveLength(12);
});
