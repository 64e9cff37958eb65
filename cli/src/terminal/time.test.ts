import { expect, test } from "vitest";
import { bothTimes, span } from "./time.ts";

test("a time is told where the reader is and in UTC, with the day where it differs", () => {
  expect(bothTimes("2026-11-26T12:05:00Z", "Europe/Berlin")).toBe("26 Nov 13:05 CET (12:05 UTC)");
  expect(bothTimes("2026-11-26T23:30:00Z", "Europe/Berlin")).toBe("27 Nov 00:30 CET (26 Nov 23:30 UTC)");
  expect(bothTimes("2026-11-26T12:05:00Z", "UTC")).toBe("26 Nov 12:05 UTC");
});

test("the hour that comes twice is told apart", () => {
  expect(bothTimes("2026-10-25T00:30:00Z", "Europe/Berlin")).toContain("02:30 CEST");
  expect(bothTimes("2026-10-25T01:30:00Z", "Europe/Berlin")).toContain("02:30 CET");
});

test.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [3_600_000, "1 h"],
  [93_784_000, "1 d 2 h"],
  [-5, "0 s"],
])("%i ms are %s", (ms, written) => {
  expect(span(ms)).toBe(written);
});
