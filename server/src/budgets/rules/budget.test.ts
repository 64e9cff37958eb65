import { expect, test } from "vitest";
import { parseUsd, usd } from "../../values/money.ts";
import { measureDue, nextCrossing, type Budget, reached, readBudget } from "./budget.ts";
import { crossingLetter } from "./letters.ts";

const input = {
  name: "Team",
  scope: "account",
  period: "month",
  timeZone: "Europe/Berlin",
  limit: usd(5),
} as const;
const refusalOf = (change: object): unknown => {
  try {
    readBudget({ ...input, ...change });
    return null;
  } catch (error) {
    return error;
  }
};

test("a budget tells at 50, 80 and 100 % unless it is told otherwise, and at each rung of its ladder", () => {
  expect(readBudget(input).thresholds).toEqual([50, 80, 100]);
  const rungs = [
    { measure: "stop", atPercent: 120 },
    { measure: "block", atPercent: 90 },
  ] as const;
  expect(readBudget({ ...input, thresholds: [100, 50, 50], rungs })).toMatchObject({
    thresholds: [50, 90, 100, 120],
    rungs: [{ measure: "block" }, { measure: "stop" }],
  });
});

test("each bad wish has its own refusal", () => {
  for (const limit of [0n, -1n, usd(-5), usd(10_000_001)])
    expect(refusalOf({ limit })).toMatchObject({ type: "BudgetLimitOutOfRange", field: "limit" });
  for (const threshold of [0, -1, 1_001, 2.5, Number.NaN])
    expect(refusalOf({ thresholds: [threshold] })).toMatchObject({
      type: "ThresholdOutOfRange",
      most: 1_000,
    });
  expect(refusalOf({ rungs: [{ measure: "stop", atPercent: 5_000 }] })).toMatchObject({
    type: "ThresholdOutOfRange",
  });
  for (const [change, field] of [
    [{ name: " " }, "name"],
    [{ name: "a\r\nBcc: eve@example.com" }, "name"],
    [{ timeZone: "Mars/Olympus" }, "timeZone"],
    [{ scope: "consumer" }, "scopeValue"],
    [{ thresholds: [] }, "thresholds"],
    [
      {
        rungs: [
          { measure: "block", atPercent: 100 },
          { measure: "stop", atPercent: 90 },
        ],
      },
      "rungs",
    ],
    [{ scope: "provider", scopeValue: "vast", rungs: [{ measure: "block", atPercent: 100 }] }, "rungs"],
  ] as const)
    expect(refusalOf(change)).toMatchObject({ type: "InvalidInput", field });
});

test("a threshold is reached exactly at it, to the micro-dollar, and never by nothing", () => {
  expect(reached([50, 80, 100], parseUsd("2.499999"), usd(5))).toEqual([]);
  expect(reached([50, 80, 100], parseUsd("2.5"), usd(5))).toEqual([50]);
  expect(reached([50, 80, 100], usd(50), usd(5))).toEqual([50, 80, 100]);
  expect(reached([1], 0n, usd(5))).toEqual([]);
  const rungs = [
    { measure: "block", atPercent: 80 },
    { measure: "stop", atPercent: 100 },
  ] as const;
  expect(measureDue(rungs, parseUsd("3.99"), usd(5))).toBe(null);
  expect(measureDue(rungs, usd(4), usd(5))).toBe("block");
  expect(measureDue(rungs, usd(5), usd(5))).toBe("stop");
});

test("the next crossing is when the money is gone at today's pace, or not in this period", () => {
  const budget: Pick<Budget, "thresholds" | "limit"> = { thresholds: [50, 80], limit: usd(10) };
  const now = new Date("2026-11-20T00:00:00Z");
  const end = new Date("2026-12-01T00:00:00Z");
  expect(nextCrossing(budget, usd(6), usd(1), now, end)).toEqual({
    threshold: 80,
    at: new Date("2026-11-20T02:00:00Z"),
  });
  expect(nextCrossing(budget, usd(6), 1n, now, end)).toEqual({ threshold: 80, at: null });
  expect(nextCrossing(budget, usd(6), 0n, now, end)).toEqual({ threshold: 80, at: null });
  expect(nextCrossing(budget, usd(8), usd(1), now, end)).toBe(null);
});

test("a letter says what was crossed, the cause, what comes next, and what to do", () => {
  const { subject, paragraphs } = crossingLetter({
    name: "Team",
    period: "month",
    zone: "Europe/Berlin",
    threshold: 80,
    spent: usd(4),
    limit: usd(5),
    top: [{ id: "ses_1", what: "1 × H100", consumer: "training", spent: usd(3) }],
    next: { threshold: 100, at: new Date("2026-11-20T10:00:00Z") },
    periodEndsAt: new Date("2026-11-30T23:00:00Z"),
    did: "block",
    sessionsEnded: 0,
  });
  expect(subject).toBe("80 % of the budget “Team” is spent");
  expect(paragraphs).toEqual([
    "$4.00 of the $5.00 of the budget “Team” for this month are spent. The month ends at 1 Dec 2026, 00:00 (Europe/Berlin).",
    "Most of it went to: 1 × H100 for training (ses_1) $3.00, and $1.00 on others.",
    "As things run now, 100 % is crossed at about 20 Nov 2026, 11:00 (Europe/Berlin).",
    "Nothing new begins until the period ends. What runs goes on, and may be extended. To go on, raise the budget; to spend less, stop a session or shorten it.",
  ]);
});
