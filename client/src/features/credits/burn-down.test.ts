import { expect, test } from "vitest";
import { burnDown, chartSpan } from "./burn-down.ts";

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const course = [
  { at: "2026-11-01T00:00:00.000Z", available: "0.000000" },
  { at: "2026-11-20T09:00:00.000Z", available: "10.000000" },
];
const lot = (available: string, expiresAt: string, rollsOver = "0.000000") => ({
  available,
  expiresAt,
  rollsOver,
});

test("the span is thirty days up to the end of the minute", () => {
  expect(chartSpan(Date.parse("2026-11-20T09:00:12.345Z"))).toEqual({
    from: "2026-10-21T09:01:00.000Z",
    to: "2026-11-20T09:01:00.000Z",
  });
});

test("ahead, each lot takes away what it has when it ends, and nothing before", () => {
  const points = burnDown(
    course,
    [lot("6.000000", "2026-12-01T00:00:00.000Z"), lot("4.000000", "2026-11-25T00:00:00.000Z", "1.000000")],
    dayOf,
  );
  expect(points.map(({ x, past, ahead }) => [dayOf(x), past, ahead])).toEqual([
    ["2026-11-01", 0, null],
    ["2026-11-20", 10, 10],
    ["2026-11-25", null, 7],
    ["2026-12-01", null, 1],
    ["2026-12-20", null, 1],
  ]);
  expect(points[2]?.detail).toBe("$3.00 expire 2026-11-25");
});

test("what ends beyond the chart, has ended, or has nothing, changes nothing", () => {
  const lots = [
    lot("5.000000", "2027-06-01T00:00:00.000Z"),
    lot("5.000000", "2026-11-01T00:00:00.000Z"),
    lot("0.000000", "2026-11-25T00:00:00.000Z"),
  ];
  expect(burnDown(course, lots, dayOf)).toHaveLength(3);
  expect(burnDown([], lots, dayOf)).toEqual([]);
});
