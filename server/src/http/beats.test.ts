import { expect, test } from "vitest";
import { MovableClock } from "../testing/clock.ts";
import { Beats } from "./beats.ts";

test("each is told once a round, however many there are, and the process is woken for a turn and not for each", async () => {
  const clock = new MovableClock();
  let woken = 0;
  const after = clock.after.bind(clock);
  clock.after = (ms, act) =>
    after(ms, () => {
      woken += 1;
      act();
    });
  const beats = new Beats(clock);
  const told = Array<number>(1_000).fill(0);
  await clock.advance(333);
  const leave = told.map((_, n) => beats.join(1_000, () => (told[n] = (told[n] ?? 0) + 1)));
  await clock.advance(1_000);
  expect(new Set(told)).toEqual(new Set([1]));
  await clock.advance(4_000);
  expect(new Set(told)).toEqual(new Set([5]));
  expect(woken).toBe(100);

  for (const one of leave.slice(1)) one();
  woken = 0;
  await clock.advance(3_000);
  expect(told.slice(0, 2)).toEqual([8, 5]);
  expect(woken).toBe(3);
  beats.stop();
  await clock.advance(2_000);
  expect(told[0]).toBe(8);
});

test("a timer that goes off a little before its time makes no round of what is left", async () => {
  const clock = new MovableClock();
  const after = clock.after.bind(clock);
  clock.after = (ms, act) => after(Math.max(1, ms - 0.7), act);
  const beats = new Beats(clock);
  let told = 0;
  beats.join(1_000, () => (told += 1));
  await clock.advance(10_000);
  expect(told).toBe(10);
  beats.stop();
});
