import { expect, test } from "vitest";
import { TRIED_FOR_MS, tellFrom, waitAfter } from "./timing.ts";

const night = { fromMinute: 22 * 60, untilMinute: 7 * 60 };
const at = (text: string) => new Date(text);

test("in quiet hours what can wait waits for their end, and what is urgent does not", () => {
  const wishes = { quiet: night, digest: null, zone: "Europe/Berlin" };
  expect(tellFrom(wishes, at("2026-11-20T20:59:00Z"), false)).toEqual(at("2026-11-20T20:59:00Z"));
  expect(tellFrom(wishes, at("2026-11-20T21:00:00Z"), false)).toEqual(at("2026-11-21T06:00:00Z"));
  expect(tellFrom(wishes, at("2026-11-21T05:59:00Z"), false)).toEqual(at("2026-11-21T06:00:00Z"));
  expect(tellFrom(wishes, at("2026-11-20T21:00:00Z"), true)).toEqual(at("2026-11-20T21:00:00Z"));
  const noon = { ...wishes, quiet: { fromMinute: 720, untilMinute: 780 } };
  expect(tellFrom(noon, at("2026-11-20T11:30:00Z"), false)).toEqual(at("2026-11-20T12:00:00Z"));
});

test("T1: the night in which clocks go back ends at seven, too", () => {
  const wishes = { quiet: night, digest: null, zone: "Europe/Berlin" };
  expect(tellFrom(wishes, at("2026-10-24T21:00:00Z"), false)).toEqual(at("2026-10-25T06:00:00Z"));
});

test("a digest goes at the full hour or at eight, and never into quiet hours", () => {
  const wishes = { quiet: null, zone: "Europe/Berlin" };
  expect(tellFrom({ ...wishes, digest: "hour" }, at("2026-11-20T20:15:00Z"), false)).toEqual(
    at("2026-11-20T21:00:00Z"),
  );
  expect(tellFrom({ ...wishes, digest: "day" }, at("2026-11-20T20:15:00Z"), false)).toEqual(
    at("2026-11-21T07:00:00Z"),
  );
  expect(tellFrom({ ...wishes, digest: "hour", quiet: night }, at("2026-11-20T20:15:00Z"), false)).toEqual(
    at("2026-11-21T06:00:00Z"),
  );
});

test("G55: waits grow from ten seconds to six hours, and in three days it is tried about twenty times", () => {
  expect([1, 2, 3, 12, 40].map(waitAfter)).toEqual([10_000, 20_000, 40_000, 20_480_000, 21_600_000]);
  let tries = 1;
  for (let passed = 0; passed < TRIED_FOR_MS; tries++) passed += waitAfter(tries);
  expect(tries).toBeGreaterThan(15);
  expect(tries).toBeLessThan(30);
});
