import { expect, test } from "vitest";
import { Clock, HOUR } from "./clock.ts";

test("a clock of speed 0 moves only by hand, and wakes who waited for a time passed over", async () => {
  const clock = new Clock({ startAt: 1_000, speed: 0 });
  const waited = clock.wait(HOUR).then(() => clock.now());
  clock.advance(HOUR - 1);
  expect(clock.now()).toBe(1_000 + HOUR - 1);
  clock.advance(1);
  expect(await waited).toBe(1_000 + HOUR);
});

test("a fast clock does not make anyone wait long", async () => {
  const clock = new Clock({ startAt: 0, speed: 1_000_000 });
  await clock.wait(HOUR);
  expect(clock.now()).toBeGreaterThanOrEqual(HOUR);
});

test("closing lets everyone go", async () => {
  const clock = new Clock({ startAt: 0, speed: 0 });
  const waited = clock.wait(HOUR);
  clock.close();
  await expect(waited).resolves.toBeUndefined();
});
