import { expect, test } from "vitest";
import { statementFiles } from "./statement-files.ts";

test("months are whole, touch, and turn with the year", () => {
  const now = Date.parse("2027-01-05T03:00:00Z");
  const [current, last, all] = statementFiles.map(({ addressAt }) => decodeURIComponent(addressAt(now)));
  expect(current).toBe("/api/statement.csv?from=2027-01-01T00:00:00.000Z");
  expect(last).toBe("/api/statement.csv?from=2026-12-01T00:00:00.000Z&to=2027-01-01T00:00:00.000Z");
  expect(all).toBe("/api/statement.csv");
});
