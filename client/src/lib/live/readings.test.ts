import { expect, test } from "vitest";
import { Readings } from "./readings.ts";

test("what was asked for earlier and is answered later is not shown", () => {
  const readings = new Readings();
  const [first, second, third] = [readings.begin(), readings.begin(), readings.begin()];
  expect([second(), first(), third()]).toEqual([true, false, true]);
});

test("each is shown where they are answered in their order, and one that fails keeps none back", () => {
  const readings = new Readings();
  const [first, , third] = [readings.begin(), readings.begin(), readings.begin()];
  expect([first(), third()]).toEqual([true, true]);
});
