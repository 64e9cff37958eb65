import { expect, test } from "vitest";
import { monthsBeginning } from "./costs.ts";

test.each([
  ["Europe/Berlin", "2026-11-28T12:00:00Z", "2026-10-31T23:00:00.000Z"],
  // It is December in UTC already, and not yet there.
  ["America/Los_Angeles", "2026-12-01T01:00:00Z", "2026-11-01T07:00:00.000Z"],
  ["Asia/Tokyo", "2026-11-30T16:00:00Z", "2026-11-30T15:00:00.000Z"],
])("in %s at %s the month began %s", (zone, now, began) => {
  expect(monthsBeginning(new Date(now), zone)).toBe(began);
});
