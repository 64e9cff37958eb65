import { expect, test } from "vitest";
import { pauseMs } from "./service.ts";

test("a service that keeps ending waits twice as long each time, half a minute at most", () => {
  expect([1, 2, 3, 4, 5, 6, 100].map(pauseMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});
