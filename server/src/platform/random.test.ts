import { expect, test } from "vitest";
import { systemRandom } from "./random.ts";

test("no byte is given out twice, however many are asked for at once", () => {
  const drawn = Array.from({ length: 1_000 }, () => Buffer.from(systemRandom.bytes(16)).toString("hex"));
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(systemRandom.bytes(10_000)).toHaveLength(10_000);
  const kept = systemRandom.bytes(8);
  const before = [...kept];
  systemRandom.bytes(4_096);
  expect([...kept]).toEqual(before);
});
