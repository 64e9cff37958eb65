import { expect, test } from "vitest";
import { hoursFrom } from "./price.ts";

test("hours of a forecast that are over are not drawn after today", () => {
  const at = ["2026-11-20T09:00:00.000Z", "2026-11-20T10:00:00.000Z", "2026-11-20T11:00:00.000Z"];
  const forecast = { at, median: ["1.000000", "2.000000", "3.000000"] };
  expect(hoursFrom(new Date("2026-11-20T10:00:00Z"), forecast).map(({ value }) => value)).toEqual([2, 3]);
  expect(hoursFrom(new Date("2026-12-20T10:00:00Z"), forecast)).toEqual([]);
});
