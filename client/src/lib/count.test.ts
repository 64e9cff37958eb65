import { expect, test } from "vitest";
import { counted } from "./count.ts";

test("one is one, and any other number is many", () => {
  expect([0, 1, 2, 1204].map((count) => counted(count, "request"))).toEqual([
    "0 requests",
    "1 request",
    "2 requests",
    "1,204 requests",
  ]);
  expect([1, 2].map((count) => counted(count, "offer matches", "offers match"))).toEqual([
    "1 offer matches",
    "2 offers match",
  ]);
});
