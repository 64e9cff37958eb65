import { expect, test } from "vitest";
import { MovableClock } from "../testing/clock.ts";
import { Buckets } from "./bucket.ts";

const clock = new MovableClock();
const buckets = (size = 60) => new Buckets(clock, size);

test("a bucket holds a minute's worth at once, and not a point more", () => {
  const pour = buckets();
  expect(pour.pour("ada", 59)).toEqual({ ok: true, remaining: 1, retryAfterMs: 0 });
  expect(pour.pour("ada", 1)).toEqual({ ok: true, remaining: 0, retryAfterMs: 0 });
  expect(pour.pour("ada", 1)).toEqual({ ok: false, remaining: 0, retryAfterMs: 1_000 });
});

test("it leaks with the clock, and says when what is asked will fit", async () => {
  const pour = buckets();
  pour.pour("ada", 60);
  expect(pour.pour("ada", 10).retryAfterMs).toBe(10_000);
  await clock.advance(9_999);
  expect(pour.pour("ada", 10)).toMatchObject({ ok: false, retryAfterMs: 1 });
  await clock.advance(1);
  expect(pour.pour("ada", 10)).toMatchObject({ ok: true, remaining: 0 });
});

test("what is refused is not poured in", () => {
  const pour = buckets();
  pour.pour("ada", 30);
  for (let at = 0; at < 100; at++) expect(pour.pour("ada", 31).ok).toBe(false);
  expect(pour.pour("ada", 30)).toMatchObject({ ok: true, remaining: 0 });
});

test("a bucket left alone is empty after a minute, and never more than empty", async () => {
  const pour = buckets();
  pour.pour("ada", 60);
  await clock.advance(3_600_000);
  expect(pour.pour("ada", 61).ok).toBe(false);
  expect(pour.pour("ada", 60)).toMatchObject({ ok: true, remaining: 0 });
});

test("everybody has a bucket of their own", () => {
  const pour = buckets();
  pour.pour("ada", 60);
  expect(pour.pour("bo", 60).ok).toBe(true);
});

test("a steady flood gets through at the speed of the leak", async () => {
  const pour = buckets();
  let served = 0;
  for (let second = 0; second < 600; second++) {
    for (let at = 0; at < 5; at++) if (pour.pour("ada", 1).ok) served += 1;
    await clock.advance(1_000);
  }
  expect(served).toBe(60 + 599);
});

test("who looks pours nothing", async () => {
  const pour = buckets();
  expect(pour.look("ada", 60)).toBe(0);
  expect(pour.look("ada", 61)).toBe(1_000);
  pour.pour("ada", 50);
  expect(pour.look("ada", 20)).toBe(10_000);
  await clock.advance(10_000);
  expect(pour.pour("ada", 20)).toMatchObject({ ok: true, remaining: 0 });
});
