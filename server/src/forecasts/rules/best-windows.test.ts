import { expect, test } from "vitest";
import { bestWindows, type Place, weightsOf } from "./best-windows.ts";
import { LEVELS } from "./levels.ts";

const HOUR_MS = 3_600_000;
const cutOff = new Date("2026-11-20T08:00:00Z");
const now = new Date("2026-11-20T09:20:00Z");
const at = (hours: number) => new Date(cutOff.getTime() + hours * HOUR_MS);

function place(priceAt: (hour: number) => number, change: Partial<Place<string>> = {}): Place<string> {
  const row = Array.from({ length: 168 }, (_, hour) => priceAt(hour));
  return {
    market: "here",
    curve: { quantiles: LEVELS.map(() => row), mean: row, least: row, most: row },
    cutOff,
    memoryHours: 24,
    naive: 100,
    showsNaive: false,
    ...change,
  };
}
const sought = { now, hours: 4, earliest: now, deadline: at(100), most: 3 };
const starts = (places: Place<string>[], change: Partial<typeof sought> = {}) =>
  bestWindows(places, { ...sought, ...change }).best.map(({ startsAt }) => startsAt.toISOString());

test("the cheapest hours come first, none overlap, none are in the past, none end after the deadline", () => {
  const { best } = bestWindows([place((hour) => 100 - (hour % 24 === 10 ? 40 : 0))], sought);
  expect(best).toHaveLength(3);
  for (const [place, window] of best.entries()) {
    expect(window.startsAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
    expect(window.endsAt.getTime()).toBeLessThanOrEqual(sought.deadline.getTime());
    expect(window.expected).toBeCloseTo(360, 6);
    for (const other of best.slice(place + 1))
      expect(other.startsAt >= window.endsAt || other.endsAt <= window.startsAt).toBe(true);
  }
});

test("a window keeps clear of what is to be avoided, to the minute", () => {
  const cheap = place((hour) => (hour % 24 === 10 ? 60 : 100));
  const [first] = bestWindows([cheap], { ...sought, most: 1 }).best;
  if (!first) throw new Error("no window");
  const meeting = { startsAt: first.startsAt, endsAt: new Date(first.startsAt.getTime() + 60_000) };
  const { best } = bestWindows([cheap], { ...sought, avoid: [meeting] });
  for (const { startsAt, endsAt } of best)
    expect(startsAt >= meeting.endsAt || endsAt <= meeting.startsAt).toBe(true);
  expect(best[0]?.expected).toBeCloseTo(360, 6);
});

test("of windows that cost the same the earliest is taken: nobody waits for nothing", () => {
  expect(starts([place(() => 100)])[0]).toBe(now.toISOString());
});

test("where forecasts have no skill no hour is told from another, whatever they say", () => {
  const places = [place((hour) => 200 - hour, { showsNaive: true })];
  expect(starts(places)[0]).toBe(now.toISOString());
  expect(bestWindows(places, sought).first?.expected).toBe(400);
});

test("each start is in the market that is cheapest then", () => {
  const { best } = bestWindows(
    [place(() => 100), place((hour) => (hour === 40 ? 10 : 150), { market: "there" })],
    { ...sought, hours: 1, most: 1 },
  );
  expect(best).toMatchObject([{ market: "there", startsAt: at(41) }]);
});

test("fractions of hours count as such, and what reaches beyond the forecast is none", () => {
  expect(weightsOf(cutOff, at(1.5), at(2.75))?.slice(0, 3)).toEqual([0.5, 0.75, 0]);
  expect(weightsOf(cutOff, at(0.5), at(1.5))?.reduce((a, b) => a + b)).toBe(1);
  expect(weightsOf(cutOff, at(160), at(170))).toBeNull();
  expect(starts([place(() => 1)], { hours: 1.5, deadline: new Date(now.getTime() + HOUR_MS) })).toEqual([]);
});
