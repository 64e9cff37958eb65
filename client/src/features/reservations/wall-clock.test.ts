import { expect, test } from "vitest";
import {
  beginningOf,
  daysFrom,
  hoursOfDay,
  instantOf,
  lasts,
  midnight,
  nextQuarter,
  spanBeside,
  spanFrom,
  wallClock,
} from "./wall-clock.ts";

test("T1: days have 23 hours when clocks are put forward, and 25 when they are put back", () => {
  expect(hoursOfDay("2027-03-28", "Europe/Berlin")).toHaveLength(23);
  expect(hoursOfDay("2026-10-25", "Europe/Berlin")).toHaveLength(25);
  expect(hoursOfDay("2027-03-14", "America/New_York")).toHaveLength(23);
  expect(hoursOfDay("2026-11-01", "America/New_York")).toHaveLength(25);
  expect(hoursOfDay("2026-11-26", "UTC")).toHaveLength(24);
});

test("a time that clocks skip is missing, and one that they repeat is the first of the two", () => {
  expect(instantOf("2027-03-28T02:30", "Europe/Berlin")).toEqual({ at: null, missing: true });
  expect(instantOf("2026-10-25T02:30", "Europe/Berlin")).toEqual({
    at: "2026-10-25T00:30:00.000Z",
    twice: true,
  });
  expect(instantOf("2026-11-26T14:30", "Asia/Kolkata")).toEqual({
    at: "2026-11-26T09:00:00.000Z",
    twice: false,
  });
  expect(instantOf("soon", "UTC")).toEqual({ at: null, missing: false });
});

test("what a clock says is read back as the same instant", () => {
  const at = "2027-03-28T01:15:00.000Z";
  expect(instantOf(wallClock(at, "Europe/Berlin"), "Europe/Berlin")).toEqual({ at, twice: false });
});

test("weeks begin on Monday, months on the first, days at midnight where it is", () => {
  expect(beginningOf("2026-11-26", "week")).toBe("2026-11-23");
  expect(beginningOf("2026-11-26", "month")).toBe("2026-11-01");
  expect(daysFrom("2026-12-31", 2)).toEqual(["2026-12-31", "2027-01-01"]);
  expect(midnight("2026-11-26", "Asia/Kolkata")).toBe("2026-11-25T18:30:00.000Z");
});

test("T1: the week beside one in which clocks are changed begins at midnight, too, and comes back to it", () => {
  const zone = "Europe/Berlin";
  const changing = { from: midnight("2026-10-19", zone), to: midnight("2026-10-26", zone) };
  const after = spanBeside(changing, 1, zone);
  expect(after).toEqual({ from: midnight("2026-10-26", zone), to: midnight("2026-11-02", zone) });
  expect(spanBeside(after, -1, zone)).toEqual(changing);
});

test("T1: a week from the middle of a day has as many days as the one before it, though one has 25 hours", () => {
  const zone = "Europe/Berlin";
  const before = { from: midnight("2026-10-19", zone), to: midnight("2026-10-26", zone) };
  expect(spanFrom("2026-10-22T15:40:00Z", before, zone)).toEqual({
    from: midnight("2026-10-22", zone),
    to: midnight("2026-10-29", zone),
  });
});

test("quarters and lengths", () => {
  expect(nextQuarter("2026-11-26T10:00:00.001Z")).toBe("2026-11-26T10:15:00.000Z");
  expect(nextQuarter("2026-11-26T10:15:00Z")).toBe("2026-11-26T10:15:00.000Z");
  expect(lasts("2026-11-26T10:15:00Z", "2026-11-28T14:30:00Z")).toBe("2 d 4 h 15 min");
});
