import { expect, test } from "vitest";
import { chart } from "./chart.ts";

const looks = { height: 2, say: (value: number) => value.toFixed(1), light: (text: string) => text };
const points = (...values: (number | null)[]) => values.map((value) => ({ value, foretold: false }));

test("the highest fills its column, and the lowest is still seen", () => {
  const [top = "", bottom = ""] = chart(points(1, 2), { ...looks, width: 40 }).split("\n");
  expect(top).toBe("2.0   █");
  expect(bottom).toMatch(/^1\.0 {2}[▁▂]█$/);
});

test("a gap is empty, and is no zero", () => {
  const [, bottom = ""] = chart(points(1, null, 1), { ...looks, width: 40 }).split("\n");
  expect(bottom).toMatch(/^1\.0 {2}[▁-█] [▁-█]$/);
});

test("a week of hours fits into forty columns", () => {
  const week = points(...Array.from({ length: 168 }, (_, at) => Math.sin(at / 10) + 2));
  for (const line of chart(week, { ...looks, height: 8, width: 40 }).split("\n"))
    expect(line.length).toBeLessThanOrEqual(40);
});

test("of nothing there is no picture", () => {
  expect(chart(points(null, null), { ...looks, width: 40 })).toBe("");
});
