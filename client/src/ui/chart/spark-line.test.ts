import { expect, test } from "vitest";
import { sparkPath } from "./spark-line.ts";

const box = { width: 100, height: 20 };

test("the highest value is at the top, the lowest at the bottom", () => {
  const path = sparkPath(
    [
      { at: 0, value: 1 },
      { at: 0.5, value: 3 },
      { at: 1, value: 2 },
    ],
    box,
    0.5,
  );
  expect(path).toBe("M0.0 20.0L50.0 0.0L100.0 10.0");
});

test("what never moved is a line in the middle", () => {
  const path = sparkPath(
    [
      { at: 0, value: 2 },
      { at: 1, value: 2 },
    ],
    box,
    1,
  );
  expect(path).toBe("M0.0 10.0L100.0 10.0");
});

test("a stretch of which nothing is known is a gap, and a point alone is still seen", () => {
  const path = sparkPath(
    [
      { at: 0, value: 1 },
      { at: 0.1, value: 2 },
      { at: 0.9, value: 1 },
    ],
    box,
    0.1,
  );
  expect(path).toBe("M0.0 20.0L10.0 0.0M90.0 20.0h1.5");
});

test("of nothing, nothing is drawn", () => {
  expect(sparkPath([], box, 1)).toBeNull();
});
