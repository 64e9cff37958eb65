import { expect, test } from "vitest";
import { kindsOf, ledgerFilters, passes, wordFor } from "./ledger.ts";

test("every movement is under one filter, and all of them under All", () => {
  const apart = ledgerFilters.flatMap(({ value }) => kindsOf(value) ?? []);
  expect(new Set(apart).size).toBe(apart.length);
  expect(apart).toHaveLength(12);
  for (const kind of apart) {
    expect(passes(kind, "all")).toBe(true);
    expect(ledgerFilters.filter(({ value }) => value !== "all" && passes(kind, value))).toHaveLength(1);
    expect(wordFor(kind).word).toBeTruthy();
  }
});
