import { expect, test } from "vitest";
import { budgetFor, deadlineOf, placeOf, readHours, reservePath, sayCost } from "./plan.ts";

test("hours are read as they are typed, and what is none is none", () => {
  expect(["6", "2.5", "2,5", " 1 ", "", "0", "-1", "x", "169"].map(readHours)).toEqual([
    6,
    2.5,
    2.5,
    1,
    ...Array<null>(5).fill(null),
  ]);
});

test("a deadline is a whole hour, and within what is foretold", () => {
  const now = Date.parse("2026-11-20T09:20:00Z");
  expect(deadlineOf({ gpuCount: 1, hours: 4, daysAhead: 1 }, now)).toBe("2026-11-21T09:00:00.000Z");
  expect(deadlineOf({ gpuCount: 1, hours: 4, daysAhead: 7 }, now)).toBe("2026-11-27T03:00:00.000Z");
});

test("a bar lies where its hours are, and is never too thin to be hit", () => {
  const [from, to] = [Date.parse("2026-11-20T00:00:00Z"), Date.parse("2026-11-22T00:00:00Z")];
  const window = { startsAt: "2026-11-20T12:00:00Z", endsAt: "2026-11-21T00:00:00Z" };
  expect(placeOf(window, from, to)).toEqual({ left: 25, width: 25 });
  expect(placeOf({ ...window, endsAt: "2026-11-20T12:01:00Z" }, from, to).width).toBe(1);
});

test("what starts at once is certain, and no bounds are told of it", () => {
  const window = { expected: "36.000000", low80: "36.000000", high80: "36.000000" };
  expect(sayCost(window)).toBe("$36.00");
  expect(sayCost({ ...window, low80: "30.000000" })).toBe(
    "$36.00, four times of five between $30.00 and $36.00",
  );
});

test("the budget that is proposed is what it should cost at most, and a tenth", () => {
  expect(budgetFor("10.000001")).toBe("11.010000");
});

test("hours are reserved in quarters, from the next that has not begun", () => {
  const plan = { gpuCount: 8, hours: 2.1, daysAhead: 3 };
  const path = new URL(reservePath("pol_1", plan, "2026-11-20T09:20:31Z"), "http://berth.example");
  expect(Object.fromEntries(path.searchParams)).toEqual({
    pool: "pol_1",
    gpus: "8",
    startsAt: "2026-11-20T09:30:00.000Z",
    endsAt: "2026-11-20T11:45:00.000Z",
  });
});
