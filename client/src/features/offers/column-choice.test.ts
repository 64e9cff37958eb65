import { expect, test } from "vitest";
import {
  choose,
  isShown,
  mayYield,
  readChoice,
  writeChoice,
  type Choosable,
  type ColumnChoice,
} from "./column-choice.ts";

const columns: readonly Choosable[] = [
  { id: "gpu", isUsual: true, isFixed: true },
  { id: "socket", isUsual: true },
  { id: "cuda", isUsual: false },
];
const shown = (choice: ColumnChoice): string[] =>
  columns.filter((column) => isShown(column, choice)).map(({ id }) => id);

test("who has chosen nothing sees the usual columns", () => {
  expect(shown({})).toEqual(["gpu", "socket"]);
});

test("a choice is kept as its difference from the usual, and read back", () => {
  const choice = choose(columns, choose(columns, {}, "socket", false), "cuda", true);
  expect(writeChoice(choice)).toBe("-socket +cuda");
  expect(shown(readChoice("-socket +cuda"))).toEqual(["gpu", "cuda"]);
});

test("choosing back what is usual leaves nothing to keep", () => {
  const choice = choose(columns, choose(columns, {}, "cuda", true), "cuda", false);
  expect(writeChoice(choice)).toBe("");
});

test("a column that gives way stays where it was chosen", () => {
  const reliability = { id: "reliability", isUsual: true, yields: true };
  expect(mayYield(reliability, {})).toBe(true);
  const choice = choose([...columns, reliability], {}, "reliability", true);
  expect(writeChoice(choice)).toBe("+reliability");
  expect(mayYield(reliability, choice)).toBe(false);
});

test("what a row is told apart by cannot be hidden", () => {
  expect(shown(choose(columns, {}, "gpu", false))).toContain("gpu");
  expect(shown(readChoice("-gpu"))).toContain("gpu");
});

test("a kept choice that makes no sense is no choice", () => {
  expect(readChoice("cuda; +<script> -")).toEqual({});
  expect(readChoice(undefined)).toEqual({});
});
