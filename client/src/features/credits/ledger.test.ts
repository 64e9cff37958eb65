import { expect, test } from "vitest";
import { changeTold, kindsOf, ledgerFilters, passes, pathOf, wordFor } from "./ledger.ts";

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

test("where there is room for one change, it is told with its sign: what is available first", () => {
  const none = { availableChange: "0.000000", heldChange: "0.000000", pendingChange: "0.000000" };
  const held = { ...none, availableChange: "-2.500000", heldChange: "2.500000" };
  expect(changeTold(held)).toEqual({ amount: "-2.500000", of: "available" });
  expect(changeTold({ ...none, heldChange: "-0.400000" })).toEqual({ amount: "-0.400000", of: "held" });
  expect(changeTold({ ...none, pendingChange: "5.000000" })).toEqual({ amount: "5.000000", of: "pending" });
});

test("a line leads to the session or the reservation that it is about, and nowhere without one", () => {
  expect(pathOf("ses_1")).toBe("/sessions/ses_1");
  expect(pathOf("res_1")).toBe("/reservations/res_1");
  expect([pathOf("job_1"), pathOf(null)]).toEqual([null, null]);
});
