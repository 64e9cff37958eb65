import { expect, test } from "vitest";
import { InvalidInput } from "../../values/refusal.ts";
import { stepsBetween, TooManyPoints } from "./price-steps.ts";

const steps = (from: string, to: string, step: "hour" | "day" | "week") =>
  stepsBetween(new Date(from), new Date(to), step).map((date) => date.toISOString().slice(0, 16));

test("steps are whole hours, days and weeks from Monday, and hold both ends", () => {
  expect(steps("2026-11-20T09:30Z", "2026-11-20T11:00Z", "hour")).toEqual([
    "2026-11-20T09:00",
    "2026-11-20T10:00",
  ]);
  expect(steps("2026-11-20T09:30Z", "2026-11-21T00:00Z", "day")).toEqual(["2026-11-20T00:00"]);
  expect(steps("2026-11-20T09:30Z", "2026-11-24T00:00Z", "week")).toEqual([
    "2026-11-16T00:00",
    "2026-11-23T00:00",
  ]);
});

test("an end that is not after the beginning is refused", () => {
  expect(() => steps("2026-11-20T09:30Z", "2026-11-20T09:30Z", "hour")).toThrow(InvalidInput);
  expect(() => steps("2026-11-20T09:30Z", "2026-11-19T09:30Z", "day")).toThrow(InvalidInput);
});

test("a time that no history can be of is refused", () => {
  expect(() => steps("0000-01-01T00:00Z", "0000-01-02T00:00Z", "day")).toThrow(InvalidInput);
  expect(() => steps("2026-11-20T09:30Z", "9999-12-31T23:59Z", "week")).toThrow(InvalidInput);
});

test("more points than one answer has are refused before they are made", () => {
  expect(() => steps("2010-01-01T00:00Z", "2100-01-01T00:00Z", "hour")).toThrow(TooManyPoints);
});
