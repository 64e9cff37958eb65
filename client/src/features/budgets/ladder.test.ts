import { expect, test } from "vitest";
import { readPercents, readRungs } from "./ladder.ts";

test("percentages are read however they are separated, and what is none is not guessed at", () => {
  expect(readPercents("50, 80;100 %")).toEqual([50, 80, 100]);
  for (const text of ["", " , ", "half", "50, x", "5.5"]) expect(readPercents(text)).toBe(null);
});

test("a measure whose field is empty is not taken, and a field that cannot be read is named", () => {
  const of = (values: Record<string, string>) => readRungs((field) => values[field] ?? "");
  expect(of({})).toEqual([]);
  expect(of({ blockAt: "90", stopAt: "120 %" })).toEqual([
    { measure: "BLOCK", atPercent: 90 },
    { measure: "STOP", atPercent: 120 },
  ]);
  expect(of({ drainAt: "90 100" })).toBe("drainAt");
});
