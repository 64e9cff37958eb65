import { expect, test } from "vitest";
import { countdown, age, clockTime, dayAndTime, isZone, timeLeft, zoneName } from "./time.ts";

const paris = "Europe/Paris";
const kolkata = "Asia/Kolkata";

test("a time is told in the reader's zone, and the zone is named", () => {
  expect(dayAndTime("2026-11-03T23:30:00Z", paris)).toBe("4 Nov 2026, 00:30 CET");
  expect(clockTime("2026-11-03T11:00:00Z", kolkata)).toBe("16:30");
  expect(zoneName("2026-11-03T11:00:00Z", kolkata)).toBe("GMT+5:30");
});

test("the same zone has another name in summer", () => {
  expect(zoneName("2026-07-01T00:00:00Z", paris)).toBe("CEST");
  expect(zoneName("2026-12-01T00:00:00Z", paris)).toBe("CET");
});

test("the hour that happens twice is told twice, under two names", () => {
  expect(dayAndTime("2026-10-25T00:30:00Z", paris)).toBe("25 Oct 2026, 02:30 CEST");
  expect(dayAndTime("2026-10-25T01:30:00Z", paris)).toBe("25 Oct 2026, 02:30 CET");
});

test("an age is short, whole, and never negative", () => {
  const now = Date.parse("2026-11-03T12:00:00Z");
  expect(age("2026-11-03T11:59:56Z", now)).toBe("4 s");
  expect(age("2026-11-03T11:48:00Z", now)).toBe("12 min");
  expect(age("2026-11-03T09:00:00Z", now)).toBe("3 h");
  expect(age("2026-10-25T12:00:00Z", now)).toBe("9 d");
  expect(age("2026-11-03T12:00:02Z", now)).toBe("0 s");
});

test("what is left is told in words", () => {
  const now = Date.parse("2026-11-03T12:00:00Z");
  expect(timeLeft("2026-11-03T12:00:30Z", now)).toBe("in 1 minute");
  expect(timeLeft("2026-11-04T12:00:00Z", now)).toBe("in 24 hours");
  expect(timeLeft("2026-11-15T12:00:00Z", now)).toBe("in 12 days");
  expect(timeLeft("2026-11-03T11:00:00Z", now)).toBe("now");
});

test("a zone no clock knows is recognised as such", () => {
  expect(isZone("Europe/Paris")).toBe(true);
  expect(isZone("Mars/Olympus")).toBe(false);
});

test("what is left is told to the second, and nothing is left of what is over", () => {
  const end = "2026-11-03T12:10:00.000Z";
  const before = (seconds: number) => countdown(end, Date.parse(end) - seconds * 1_000);
  expect(before(600)).toBe("10:00");
  expect(before(545.2)).toBe("9:06");
  expect(before(7)).toBe("0:07");
  expect(before(3_600)).toBe("1:00:00");
  expect(before(0)).toBeNull();
});
