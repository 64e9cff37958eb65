import { expect, test } from "vitest";
import { readSelection } from "./parts.ts";

const selected = (...args: string[]) => {
  const { parts, filters } = readSelection(args);
  return { parts: [...parts], filters };
};

test("without a word everything runs", () => {
  expect(selected()).toEqual({ parts: ["check", "rules", "world", "e2e"], filters: [] });
});

test("parts are chosen by name, files in them by any other word", () => {
  expect(selected("rules")).toEqual({ parts: ["rules"], filters: [] });
  expect(selected("world", "offers")).toEqual({ parts: ["world"], filters: ["offers"] });
  expect(selected("check", "world")).toEqual({ parts: ["check", "world"], filters: [] });
});

test("a file name alone is looked for in every part that has files", () => {
  expect(selected("offers", "--bail=1")).toEqual({
    parts: ["rules", "world", "e2e"],
    filters: ["offers", "--bail=1"],
  });
});
