import { expect, test } from "vitest";
import { facetRows } from "./facet-rows.ts";

test("the most common value comes first, equals by name", () => {
  const rows = facetRows(
    [
      { value: "b", count: 2 },
      { value: "c", count: 9 },
      { value: "a", count: 2 },
    ],
    [],
  );
  expect(rows.map(({ value }) => value)).toEqual(["c", "a", "b"]);
});

test("a chosen value that nothing has any more can still be let go of", () => {
  expect(facetRows([{ value: "a", count: 1 }], ["gone"])).toEqual([
    { value: "a", count: 1 },
    { value: "gone", count: 0 },
  ]);
});
