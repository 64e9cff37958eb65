import { expect, test } from "vitest";
import {
  linesOf,
  measures,
  nowOf,
  stripInWords,
  stripOf,
  withBeat,
  type LifeMinute,
} from "./machine-life.ts";

const START = Date.parse("2026-11-26T10:00:00Z");
const gpu = (utilisation: number | null) => ({
  utilisation,
  memoryUsedMb: 40_960,
  memoryTotalMb: 81_920,
  temperatureCelsius: 61,
  powerWatts: 402.4,
});
const minute = (after: number, beats: number, ...use: (number | null)[]): LifeMinute => ({
  beganAt: new Date(START + after * 60_000).toISOString(),
  beats,
  gpus: use.map(gpu),
});
const [inUse, memory] = measures;
if (!inUse || !memory) throw new Error("no measures");

test("a minute without a word is silence, but not before the first word nor in the minute that lasts", () => {
  const cells = stripOf([minute(2, 1, 5), minute(3, 2, 5), minute(5, 2, 5)], START + 6.5 * 60_000, 7);
  expect(cells.map(({ heard }) => heard)).toEqual([
    "not yet",
    "not yet",
    "once",
    "twice",
    "never",
    "twice",
    "not yet",
  ]);
  expect(stripInWords(cells)).toBe("Silent in 1 of the last 4 minutes.");
  expect(stripInWords(stripOf([], START, 3))).toBe("Nothing was heard of it yet.");
});

test("a beat falls into its minute, and one that comes late changes nothing", () => {
  const one = withBeat([], "2026-11-26T10:00:05Z", [gpu(10)]);
  const two = withBeat(one, "2026-11-26T10:00:35Z", [gpu(20)]);
  expect(two).toEqual([minute(0, 2, 20)]);
  const three = withBeat(two, "2026-11-26T10:01:05Z", [gpu(30)]);
  expect(three).toEqual([minute(0, 2, 20), minute(1, 1, 30)]);
  expect(withBeat(three, "2026-11-26T10:00:50Z", [gpu(99)])).toEqual(three);
});

test("lines break where nothing is known, and a GPU whose driver does not tell has no value", () => {
  const points = linesOf([minute(0, 2, 10, null), minute(3, 2, 30, 40)], inUse);
  expect(points.map(({ values }) => values)).toEqual([[10, null], [], [30, 40]]);
});

test("what it comes to now is a range where GPUs differ", () => {
  expect(nowOf([minute(0, 2, 10, 90)], inUse)).toBe("10 to 90 %");
  expect(nowOf([minute(0, 2, 10, 90)], memory)).toBe("50 %");
  expect(nowOf([minute(0, 2, null)], inUse)).toBe("not told");
  expect(nowOf([], inUse)).toBe("not told");
});
