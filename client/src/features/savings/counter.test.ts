import { expect, test } from "vitest";
import { type Counter, hear, isSilent, silentAfterMs, valueAt } from "./counter.ts";

// Two clocks that differ by a minute and a half, and a figure that grows by a micro-dollar a millisecond.
const skew = 90_000;
const perHour = 3_600_000n;
const told = (at: number, value = BigInt(at)) => ({ at, value, perHour });
const run = (frames: readonly (readonly [at: number, late: number])[]): Counter => {
  let counter: Counter | null = null;
  for (const [at, late] of frames) counter = hear(counter, told(at), at + skew + late);
  if (!counter) throw new Error("nothing was told");
  return counter;
};

test("between two instants it lies on the line that was told", () => {
  const counter = run([[1_000, 0]]);
  expect(valueAt(counter, 1_000 + skew)).toBe(1_000n);
  expect(valueAt(counter, 1_400 + skew)).toBe(1_400n);
});

test("frames that were long on their way neither drive it back nor make it drift", () => {
  let counter: Counter | null = null;
  let last = 0n;
  let chance = 7;
  let clock = 0;
  for (let at = 1_000; at < 120_000; at += 1_000) {
    chance = (chance * 48_271) % 2_147_483_647;
    const arrives = at + skew + (chance % 900);
    for (; clock < arrives; clock += 100) {
      if (!counter) continue;
      const value = valueAt(counter, clock);
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
    }
    counter = hear(counter, told(at), arrives);
  }
  if (!counter) throw new Error("nothing was told");
  const now = 120_000 + skew;
  expect(Number(valueAt(counter, now)) - 120_000).toBeGreaterThan(-60);
  expect(Number(valueAt(counter, now)) - 120_000).toBeLessThanOrEqual(0);
});

test("a figure that falls does not rise in between either", () => {
  const falls = (at: number) => ({ at, value: BigInt(-at), perHour: -perHour });
  let counter = hear(null, falls(1_000), 1_000 + skew + 500);
  const before = valueAt(counter, 2_400 + skew);
  counter = hear(counter, falls(2_000), 2_400 + skew);
  expect(valueAt(counter, 2_400 + skew)).toBeLessThanOrEqual(before);
});

test("what was told wrong is put right at once, also downwards", () => {
  const counter = hear(run([[10_000, 0]]), told(11_000, 1_000n), 11_000 + skew);
  expect(valueAt(counter, 11_000 + skew)).toBe(1_000n);
});

test("what is told to stand still stands still where it is told to", () => {
  const counter = hear(run([[10_000, 0]]), { at: 11_000, value: 10_500n, perHour: 0n }, 11_000 + skew);
  expect(valueAt(counter, 20_000 + skew)).toBe(10_500n);
});

test("without word it stands still after some seconds, and is known to be silent", () => {
  const counter = run([[1_000, 0]]);
  const now = 1_000 + skew + silentAfterMs + 60_000;
  expect(valueAt(counter, now)).toBe(BigInt(1_000 + silentAfterMs));
  expect([isSilent(counter, 1_000 + skew + 900), isSilent(counter, now)]).toEqual([false, true]);
});
