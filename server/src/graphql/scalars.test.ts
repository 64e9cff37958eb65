import { expect, test } from "vitest";
import { DateTime } from "./scalars.ts";

test.each([
  ["0000-01-01T00:00:00Z", /between the years/],
  ["0001-01-01T00:00:00+01:00", /between the years/],
  ["9999-12-31T23:59:59-01:00", /between the years/],
  ["2026-11-26T09:00:00", /with a zone/],
  ["2026-02-30T99:00:00Z", /with a zone/],
  ["2026-02-30T09:00:00Z", /with a zone/],
  ["2026-02-29T09:00:00+02:00", /with a zone/],
  ["2026-13-01T09:00:00Z", /with a zone/],
])("G48: an instant that the database could not hold, or that is none, is refused: %s", (text, why) => {
  expect(() => DateTime.parseValue(text)).toThrow(why);
});

test("the first and the last instant that may be named", () => {
  for (const text of ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"])
    expect(DateTime.parseValue(text).toISOString()).toBe(text);
});
