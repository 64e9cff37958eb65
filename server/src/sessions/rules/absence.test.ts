import { expect, test } from "vitest";
import { isGone, isPlausible, look, mostDestroyed } from "./absence.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20) + seconds * 1000);

test("S2: two looks a minute apart that find nothing are gone; one is not", () => {
  const once = look(null, "absent", at(0));
  expect(isGone(once)).toBe(false);
  expect(isGone(look(once, "absent", at(59)))).toBe(false);
  expect(isGone(look(once, "absent", at(60)))).toBe(true);
});

test("G15: one sight of it begins the count anew; a failed look changes nothing", () => {
  const once = look(null, "absent", at(0));
  expect(look(once, "there", at(30))).toBeNull();
  expect(look(once, "unread", at(300))).toBe(once);
  expect(isGone(look(look(null, "unread", at(0)), "absent", at(600)))).toBe(false);
});

test("G17: a list that lacks much of what was there is not believed", () => {
  expect(isPlausible({ expected: 100, absent: 20 })).toBe(true);
  expect(isPlausible({ expected: 100, absent: 21 })).toBe(false);
  expect(isPlausible({ expected: 3, absent: 3 })).toBe(true);
  expect(isPlausible({ expected: 4, absent: 4 })).toBe(false);
  expect(mostDestroyed(5)).toBe(3);
  expect(mostDestroyed(5_000)).toBe(1_000);
});
