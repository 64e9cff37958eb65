import { expect, test } from "vitest";
import { confidenceAt, seenAt, staleBecause } from "./freshness.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 9, minute));
const provider = { name: "Vast.ai", connected: true, lastListedAt: at(10), lastErrorAt: null };
const offer = { state: "listed" as const, missed: 0, observedAt: at(0), provider };

test("confidence is whole while the sight is as young as lists are apart, then halves every five minutes", () => {
  expect([0, 1, 6, 11, 61].map((minute) => confidenceAt(at(0), at(minute)))).toEqual([1, 1, 0.5, 0.25, 0]);
  expect(confidenceAt(at(5), at(0))).toBe(1);
});

test("what the last good list showed was seen then, and what it did not show was seen before", () => {
  expect(seenAt(offer)).toEqual(at(10));
  expect(seenAt({ ...offer, missed: 1 })).toEqual(at(0));
});

test("an offer says why it is not to be relied on", () => {
  expect(staleBecause(offer, at(11))).toBeNull();
  expect(staleBecause({ ...offer, missed: 1 }, at(11))).toContain("did not show it");
  expect(staleBecause({ ...offer, state: "withdrawn" }, at(11))).toContain("no more");
  expect(staleBecause(offer, at(20))).toContain("for a while");
  expect(staleBecause({ ...offer, provider: { ...provider, lastErrorAt: at(11) } }, at(12))).toContain(
    "cannot",
  );
  expect(staleBecause({ ...offer, provider: { ...provider, connected: false } }, at(11))).toContain(
    "not connected",
  );
});
