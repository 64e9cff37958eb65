import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { carriedOver, dueOf, endOfDay, endOfLife, type Living, nextDueAt, noticeDue } from "./lot-life.ts";

const at = (text: string) => new Date(text);
const lot: Living = {
  pending: 0n,
  available: usd(10),
  effectiveAt: at("2026-11-01T00:00:00Z"),
  expiresAt: at("2026-12-01T00:00:00Z"),
  noticedDays: null,
  rolloverMin: null,
  endedAt: null,
};

test("a lot ends at midnight in UTC, and lives no shorter than it was promised", () => {
  expect(endOfLife(at("2026-11-20T09:00:00Z"))).toEqual(at("2026-12-21T00:00:00Z"));
  expect(endOfLife(at("2026-11-20T00:00:00Z"))).toEqual(at("2026-12-20T00:00:00Z"));
  expect(endOfLife(at("2028-02-28T23:59:59.999Z"), 1)).toEqual(at("2028-03-01T00:00:00Z"));
  expect(endOfDay(at("2026-12-31T00:00:00.001Z"))).toEqual(at("2027-01-01T00:00:00Z"));
  expect(endOfDay(at("2027-01-01T00:00:00Z"))).toEqual(at("2027-01-01T00:00:00Z"));
});

test("an end is told of 7, 3 and 1 days before, once each", () => {
  const told: [string, number][] = [];
  let noticedDays: number | null = null;
  for (let hour = 0; hour < 30 * 24; hour++) {
    const now = new Date(lot.effectiveAt.getTime() + hour * 3_600_000);
    const days = noticeDue({ ...lot, noticedDays }, now);
    if (days === null) continue;
    told.push([now.toISOString().slice(0, 16), days]);
    noticedDays = days;
  }
  expect(told).toEqual([
    ["2026-11-24T00:00", 7],
    ["2026-11-28T00:00", 3],
    ["2026-11-30T00:00", 1],
  ]);
});

test("of several notices that were missed only the nearest is given", () => {
  expect(noticeDue(lot, at("2026-11-29T12:00:00Z"))).toBe(3);
  expect(noticeDue({ ...lot, noticedDays: 3 }, at("2026-11-29T12:00:00Z"))).toBeNull();
});

test("what is due next is known beforehand", () => {
  expect(nextDueAt({ ...lot, pending: usd(1), available: 0n })).toEqual(lot.effectiveAt);
  expect(nextDueAt(lot)).toEqual(at("2026-11-24T00:00:00Z"));
  expect(nextDueAt({ ...lot, noticedDays: 7 })).toEqual(at("2026-11-28T00:00:00Z"));
  expect(nextDueAt({ ...lot, noticedDays: 1 })).toEqual(lot.expiresAt);
  expect(nextDueAt({ ...lot, available: 0n })).toBeNull();
});

test("a lot that was used up ends in silence, unless its rule makes something of nothing", () => {
  const later = at("2026-12-01T00:00:00Z");
  expect(dueOf({ ...lot, available: 0n }, later)).toBeNull();
  expect(dueOf({ ...lot, available: 0n, rolloverMin: usd(1) }, later)).toEqual({ what: "end" });
  expect(dueOf({ ...lot, available: 0n, rolloverMin: usd(1), endedAt: later }, later)).toBeNull();
  expect(dueOf(lot, later)).toEqual({ what: "end" });
  expect(dueOf(lot, new Date(later.getTime() - 1))).toMatchObject({ what: "notice" });
});

test("what rolls over is min(max, max(left, min))", () => {
  const rule = { min: usd(2), max: usd(5) };
  expect([0, 1, 2, 3, 5, 6].map((left) => carriedOver(usd(left), rule))).toEqual(
    [2, 2, 2, 3, 5, 5].map((carried) => usd(carried)),
  );
  expect(carriedOver(usd(9), { min: 0n, max: 0n })).toBe(0n);
});
