import { expect, test } from "vitest";
import { readInstant } from "./instant.ts";

const now = new Date("2026-11-26T12:07:00Z");

test.each([
  ["+2h", "2026-11-26T14:15:00.000Z"],
  ["+90min", "2026-11-26T13:45:00.000Z"],
  ["+1d", "2026-11-27T12:15:00.000Z"],
  ["2026-12-01 09:00", "2026-12-01T08:00:00.000Z"],
  ["2026-07-01T09:00", "2026-07-01T07:00:00.000Z"],
  ["2026-12-01", "2026-11-30T23:00:00.000Z"],
  ["2026-12-01T09:00:00+09:00", "2026-12-01T00:00:00.000Z"],
  // Twice that night; the first time is meant.
  ["2026-10-25 02:30", "2026-10-25T00:30:00.000Z"],
])("%s in Berlin is %s", (typed, instant) => {
  expect(readInstant(typed, "Europe/Berlin", now)).toBe(instant);
});

test("a time that the clocks leave out does not come, and says so", () => {
  expect(() => readInstant("2026-03-29 02:30", "Europe/Berlin", now)).toThrow("put forward");
});

test("a day on which the clocks leave midnight out begins when they go on", () => {
  expect(readInstant("2026-09-06", "America/Santiago", now)).toBe("2026-09-06T04:00:00.000Z");
  expect(() => readInstant("2026-09-06 00:00", "America/Santiago", now)).toThrow("put forward");
});

test.each([
  "soon",
  "2026-13-01",
  "2026-02-31x",
  "2026-02-30",
  "2026-02-31 09:00",
  "2027-02-29T09:00:00Z",
  "2026-04-31T09:00:00+02:00",
  "2026-12-01 24:30",
  "+99999999999d",
  "+h",
  "",
])("“%s” is no time", (typed) => {
  expect(() => readInstant(typed, "UTC", now)).toThrow(/no time|no day/);
});
