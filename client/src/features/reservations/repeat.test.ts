import { expect, test } from "vitest";
import { ruleOf } from "./repeat.ts";

test("what is chosen is said as a rule, and what is booked once has none", () => {
  const of = (every: Parameters<typeof ruleOf>[0]["every"], times = 8) =>
    ruleOf({ every, times, rule: " FREQ=WEEKLY;BYDAY=TU;COUNT=3 " });
  expect(of("once")).toBeNull();
  expect(of("day")).toBe("FREQ=DAILY;COUNT=8");
  expect(of("workday", 10)).toBe("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=10");
  expect(of("rule")).toBe("FREQ=WEEKLY;BYDAY=TU;COUNT=3");
});

test("no count is asked for that the API would not take", () => {
  for (const [times, count] of [
    [0, 1],
    [Number.NaN, 1],
    [2.9, 2],
    [500, 60],
  ] as const)
    expect(ruleOf({ every: "week", times, rule: "" })).toBe(`FREQ=WEEKLY;COUNT=${count}`);
});
