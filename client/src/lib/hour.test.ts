import { beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ now: Date.parse("2026-11-28T02:00:00Z") });
  return () => vi.useRealTimers();
});
const open = () => import("./hour.ts");

test("a sandbox whose time was moved on is followed from its next answer on", async () => {
  const { hearHour, hourNow, minutesAhead } = await open();
  expect(hourNow()).toBe(Date.now());
  expect(minutesAhead()).toBe(0);
  hearHour("Sun, 29 Nov 2026 02:00:00 GMT");
  expect(new Date(hourNow()).toISOString()).toBe("2026-11-29T02:00:00.000Z");
  vi.advanceTimersByTime(60_000);
  hearHour("Sun, 29 Nov 2026 02:01:00 GMT");
  expect(new Date(hourNow()).toISOString()).toBe("2026-11-29T02:01:00.000Z");
  expect(minutesAhead()).toBe(24 * 60);
});

test("seconds on the way are no other time, and what is no hour is not heard", async () => {
  const { hearHour, hourNow } = await open();
  for (const said of ["Sat, 28 Nov 2026 01:59:57 GMT", null, "soon"]) hearHour(said);
  expect(hourNow()).toBe(Date.now());
});
