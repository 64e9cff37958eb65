import { expect, test } from "vitest";
import { isFree, overlap, slicesOf } from "./slices.ts";

test("eight GPUs are cut into one slice of 8, two of 4, four of 2 and eight of 1", () => {
  const sizes = slicesOf(8, 1).map(({ size }) => size);
  expect(sizes).toEqual([8, 4, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
});

test("a machine of an odd size is offered whole as well, and a host may rent it out only whole", () => {
  expect(slicesOf(3, 1)).toEqual([
    { first: 0, size: 3 },
    { first: 0, size: 2 },
    { first: 0, size: 1 },
    { first: 1, size: 1 },
    { first: 2, size: 1 },
  ]);
  expect(slicesOf(6, 6)).toEqual([{ first: 0, size: 6 }]);
});

test("slices are siblings when they share a GPU", () => {
  expect(overlap({ first: 0, size: 4 }, { first: 3, size: 1 })).toBe(true);
  expect(overlap({ first: 0, size: 4 }, { first: 4, size: 4 })).toBe(false);
});

test("a slice is free when nobody sits on any of its GPUs", () => {
  const slots = [null, {}, null, null];
  expect(isFree(slots, { first: 2, size: 2 })).toBe(true);
  expect(isFree(slots, { first: 0, size: 2 })).toBe(false);
});
