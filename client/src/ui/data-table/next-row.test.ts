import { expect, test } from "vitest";
import { nextRow } from "./next-row.ts";

const press = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test("the arrow keys go a row at a time and stop at both ends", () => {
  expect(nextRow(press("ArrowDown"), 3, 10)).toBe(4);
  expect(nextRow(press("ArrowDown"), 9, 10)).toBe(9);
  expect(nextRow(press("ArrowUp"), 0, 10)).toBe(0);
});

test("pages, and both ends at once", () => {
  expect(nextRow(press("PageDown"), 3, 10)).toBe(9);
  expect(nextRow(press("PageUp"), 20, 100)).toBe(5);
  expect(nextRow(press("Home"), 7, 10)).toBe(0);
  expect(nextRow(press("End"), 0, 10)).toBe(9);
});

test("other keys, keys of the browser, and an empty table lead nowhere", () => {
  expect(nextRow(press("a"), 3, 10)).toBeNull();
  expect(nextRow(press("ArrowDown", { altKey: true }), 3, 10)).toBeNull();
  expect(nextRow(press("k", { ctrlKey: true }), 3, 10)).toBeNull();
  expect(nextRow(press("ArrowDown"), -1, 0)).toBeNull();
});
