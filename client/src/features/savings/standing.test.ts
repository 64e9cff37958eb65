import { expect, test } from "vitest";
import { type Seen, standingOf } from "./standing.ts";

const seen = (facts: Partial<Seen>): Seen => ({
  connection: { state: "live" },
  told: { running: 1, comparedRunning: 1 },
  isSilent: false,
  everRan: true,
  runs: true,
  ...facts,
});
const state = (facts: Partial<Seen>) => standingOf(seen(facts)).state;

test("it counts while something runs that a cloud has the like of", () => {
  expect(state({})).toBe("counting");
  expect(state({ told: { running: 2, comparedRunning: 0 } })).toBe("no-match");
  expect(state({ told: { running: 0, comparedRunning: 0 } })).toBe("nothing-runs");
});

test("a lost connection and a silent stream are said, and nothing is made up", () => {
  expect(standingOf(seen({ connection: { state: "offline", since: 5 } }))).toEqual({
    state: "offline",
    since: 5,
  });
  expect(state({ isSilent: true })).toBe("silent");
  expect(state({ told: null })).toBe("waiting");
});

test("who never rented anything is not shown a zero as if it were a result", () => {
  expect(state({ everRan: false, runs: false, told: null })).toBe("first-use");
  expect(state({ everRan: false, runs: true, told: null })).toBe("waiting");
});
