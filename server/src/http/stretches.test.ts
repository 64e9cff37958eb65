import { expect, test } from "vitest";
import { MovableClock } from "../testing/clock.ts";
import { START } from "../values/cursor.ts";
import { Stretches } from "./stretches.ts";

function counted() {
  const clock = new MovableClock();
  const stretches = new Stretches(clock);
  const read: string[] = [];
  const get = (key: string, bytes = 10) =>
    stretches.get(key, async () => {
      read.push(key);
      return { bodies: [Buffer.alloc(bytes)], upTo: START };
    });
  return { clock, stretches, read, get };
}

test("whoever wants the same stretch at one time or soon after each other shares one reading", async () => {
  const { clock, read, get } = counted();
  const both = await Promise.all([get("a"), get("a"), get("b")]);
  expect(both[0]).toBe(both[1]);
  await clock.advance(1_000);
  await get("a");
  expect(read).toEqual(["a", "b"]);
  await clock.advance(2_000);
  await get("a");
  expect(read).toEqual(["a", "b", "a"]);
});

test("a reading that fails is nobody else's", async () => {
  const { stretches, get, read } = counted();
  const failing = stretches.get("a", () => Promise.reject(new Error("away")));
  await expect(failing).rejects.toThrow("away");
  await get("a");
  expect(read).toEqual(["a"]);
});

test("what is over is let go though nobody asks again", async () => {
  const { clock, stretches, get } = counted();
  await get("a");
  expect(stretches.size).toBe(1);
  await clock.advance(5_000);
  expect(stretches.size).toBe(0);
});

test("all that are kept have some megabytes together", async () => {
  const { stretches, get } = counted();
  for (let at = 0; at < 100; at++) await get(`${at}`, 1024 * 1024);
  expect(stretches.size).toBeLessThan(33);
});
