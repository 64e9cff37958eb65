import { expect, test } from "vitest";
import { agreesAt, offsetIn, zoneBlockOf } from "./zones.ts";

const minutes = (zone: string, at: string) => {
  const block = zoneBlockOf(zone);
  return block && offsetIn(block, new Date(at));
};

test("what a file says of a zone is right to the minute of a change", () => {
  expect(minutes("Europe/Berlin", "2026-10-25T00:59:00Z")).toBe(120);
  expect(minutes("Europe/Berlin", "2026-10-25T01:00:00Z")).toBe(60);
  expect(minutes("Europe/Berlin", "2027-03-28T00:59:00Z")).toBe(60);
  expect(minutes("Europe/Berlin", "2027-03-28T01:00:00Z")).toBe(120);
  expect(minutes("America/New_York", "2026-11-01T05:59:00Z")).toBe(-240);
  expect(minutes("America/New_York", "2026-11-01T06:00:00Z")).toBe(-300);
  expect(minutes("Australia/Lord_Howe", "2026-12-01T00:00:00Z")).toBe(660);
  expect(minutes("Asia/Kolkata", "2026-12-01T00:00:00Z")).toBe(330);
});

test("what a file says agrees with the clock of this program, in the zones that most people live in", () => {
  const zones = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Pacific/Auckland",
  ];
  for (const zone of zones) {
    const block = zoneBlockOf(zone);
    expect(block, zone).not.toBeNull();
    for (let day = 0; day < 800; day += 5) {
      const at = new Date(Date.UTC(2026, 10, 1, 12) + day * 24 * 3_600_000);
      expect(block && agreesAt(block, at), `${zone} ${at.toISOString()}`).toBe(true);
    }
  }
});

test("UTC, and what is no zone, need no block", () => {
  expect(zoneBlockOf("UTC")).toBeNull();
  expect(zoneBlockOf("Mars/Olympus")).toBeNull();
});
