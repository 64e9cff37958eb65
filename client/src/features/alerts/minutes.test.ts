import { expect, test } from "vitest";
import { clockOf, minuteOf } from "./minutes.ts";

test("a minute of the day is written and read as a clock shows it", () => {
  for (const minute of [0, 59, 60, 450, 1439]) expect(minuteOf(clockOf(minute))).toBe(minute);
  expect(minuteOf("7:05")).toBe(425);
  for (const text of ["", "24:00", "12:60", "7", "7:5", "-1:00", "07:30h"])
    expect(minuteOf(text), text).toBeNull();
});
