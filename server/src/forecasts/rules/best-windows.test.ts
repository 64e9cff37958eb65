import { expect, test } from "vitest";
import { bestWindows } from "./best-windows.ts";
import { LEVELS } from "./levels.ts";
import type { Place } from "./place.ts";

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
    listedNow: null,
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

test("a window of half hours costs its halves, and one that does not fit before the deadline is none", () => {
  const rising = place((hour) => 100 + hour);
  const [window] = bestWindows([rising], { ...sought, hours: 1.5, earliest: at(10.5), most: 1 }).best;
  expect(window).toMatchObject({ startsAt: at(10.5), expected: 0.5 * 109 + 110 });
  expect(starts([rising], { hours: 1.5, deadline: new Date(now.getTime() + HOUR_MS) })).toEqual([]);
});

test("to start at once costs what the cheapest listed machine does, in all hours and for certain", () => {
  const spike = place(() => 100, { naive: 400, listedNow: 400 });
  const { first } = bestWindows([spike, place(() => 100, { listedNow: 500 })], sought);
  expect(first).toMatchObject({ startsAt: now, expected: 1600, low80: 1600, high80: 1600 });
});

test("nobody starts at once where nothing is listed, as long as something is elsewhere", () => {
  const bare = place(() => 50, { market: "there" });
  expect(bestWindows([bare, place(() => 100, { listedNow: 110 })], sought).first?.market).toBe("here");
  expect(bestWindows([bare], sought).first).toMatchObject({ market: "there", expected: 200 });
});

test("a later start is as far off its market as the cheapest machine is now, and saves only what its hours do", () => {
  const falls = place((hour) => 100 - hour / 10, { listedNow: 80 });
  const { best, first } = bestWindows([falls], { ...sought, most: 1 });
  expect(first?.expected).toBe(320);
  expect(best[0]?.startsAt).toEqual(at(96));
  expect(best[0]?.expected).toBeCloseTo(0.8 * (4 * 100 - (95 + 96 + 97 + 98) / 10), 6);
  const rises = place((hour) => 100 + hour / 10, { listedNow: 80 });
  expect(bestWindows([rises], sought).best[0]?.startsAt).toEqual(now);
});

test("one machine that is listed by mistake does not make the week as cheap or as dear", () => {
  const most = { ...sought, earliest: at(10), most: 1 };
  const [cheap, dear] = [1, 5_000].map(
    (listedNow) => bestWindows([place(() => 100, { listedNow })], most).best[0]?.expected,
  );
  expect([cheap, dear]).toEqual([200, 800]);
});

test("where no hour is told from another, a later start costs what the cheapest machine does now", () => {
  const { best, first } = bestWindows([place(() => 90, { listedNow: 500, showsNaive: true })], sought);
  expect(best).toEqual([first]);
  const { best: later } = bestWindows([place(() => 90, { listedNow: 500, showsNaive: true })], {
    ...sought,
    earliest: at(10),
  });
  expect(later).toMatchObject([{ startsAt: at(10), expected: 2_000 }]);
});

test("what a window is expected to cost lies within its bounds, however far the last price or a machine is off", () => {
  for (const listedNow of [null, 1, 90, 5_000])
    for (const showsNaive of [true, false])
      for (const earliest of [now, at(10)]) {
        const spike = place((hour) => 100 + hour, { naive: 600, listedNow, showsNaive });
        const { best } = bestWindows([spike], { ...sought, earliest });
        expect(best.length).toBeGreaterThan(0);
        for (const { low95, low80, expected, high80, high95 } of best) {
          const bounds = [low95, low80, expected, high80, high95];
          expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
        }
      }
});

/** A place that counts how often its cut-off and its curve are asked for. */
function counted(priceAt: (hour: number) => number) {
  const asked = { cutOff: 0, curve: 0 };
  const real = place(priceAt);
  const counting: Place<string> = {
    ...real,
    get cutOff() {
      asked.cutOff++;
      return real.cutOff;
    },
    get curve() {
      asked.curve++;
      return real.curve;
    },
  };
  return { place: counting, asked };
}

test("a deadline in a hundred years asks no more than one in a week", () => {
  const [week, century] = [at(169), new Date("2126-11-20T08:00:00Z")].map((deadline) => {
    const { place, asked } = counted((hour) => 200 - hour);
    return { first: starts([place], { deadline })[0], ...asked };
  });
  expect(century).toEqual(week);
  expect(week?.first).toBe(at(165).toISOString());
});

test("the hours of a place are summed once, and again only for the windows that are taken", () => {
  const { place, asked } = counted((hour) => 200 - (hour % 24));
  expect(starts([place], { deadline: at(169), most: 2 })).toHaveLength(2);
  expect(asked.curve).toBeLessThanOrEqual(4);
});
