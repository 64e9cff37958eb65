import { expect, test } from "vitest";
import { parseUsd, usd } from "../../values/money.ts";
import { measureDue, measureKept, nextCrossing, type Budget, reached, readBudget } from "./budget.ts";
import { forecastOf } from "./forecast.ts";
import { crossingLetter, forecastLetter } from "./letters.ts";

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

test("G54: what wavers around a rung does not begin and end: it is let go of five points below", () => {
  const rungs = [
    { measure: "block", atPercent: 80 },
    { measure: "stop", atPercent: 100 },
  ] as const;
  const kept = (had: Parameters<typeof measureKept>[1], dollars: string) =>
    measureKept(rungs, had, parseUsd(dollars), usd(5));
  expect(kept(null, "3.99")).toBe(null);
  expect(kept("block", "3.99")).toBe("block");
  expect(kept("block", "3.75")).toBe("block");
  expect(kept("block", "3.749999")).toBe(null);
  expect(kept("block", "5")).toBe("stop");
  expect(kept("stop", "4.75")).toBe("stop");
  expect(kept("stop", "4.749999")).toBe("block");
  // One that the ladder no longer has is let go of at once.
  expect(kept("drain", "3.99")).toBe(null);
});

test("a forecast counts what runs and what is booked as it is, and goes on as usual beyond that", () => {
  const DAY = 24 * 3_600_000;
  const ahead = { spent: usd(10), running: usd(4), booked: usd(20), lately: usd(7), latelyMs: 7 * DAY };
  expect(forecastOf(ahead, 10 * DAY)).toEqual({
    amount: usd(40),
    running: usd(4),
    booked: usd(20),
    asUsual: usd(6),
  });
  // What runs is more than usual, and is counted once.
  expect(forecastOf(ahead, 3 * DAY).amount).toBe(usd(34));
  // An hour of trying says nothing of a month.
  expect(forecastOf({ ...ahead, latelyMs: DAY - 1 }, 10 * DAY).asUsual).toBe(0n);
  expect(forecastOf({ ...ahead, lately: -1n }, 10 * DAY).asUsual).toBe(0n);
  expect(forecastOf(ahead, -DAY).amount).toBe(usd(34));
});

test("the next crossing is when what runs has used up the money, if it does before it ends and the period does", () => {
  const budget: Pick<Budget, "thresholds" | "limit"> = { thresholds: [50, 80], limit: usd(10) };
  const now = new Date("2026-11-20T00:00:00Z");
  const end = new Date("2026-12-01T00:00:00Z");
  const at = (hour: number) => new Date(now.getTime() + hour * 3_600_000);
  const next = (spent: number, ...running: [pricePerHour: bigint, hours: number | null][]) =>
    nextCrossing(
      budget,
      usd(spent),
      running.map(([pricePerHour, hours]) => ({ pricePerHour, endsAt: hours === null ? null : at(hours) })),
      now,
      end,
    );
  expect(next(6, [usd(1), null])).toEqual({ threshold: 80, at: at(2) });
  expect(next(6, [usd(1), 2])).toEqual({ threshold: 80, at: at(2) });
  expect(next(6, [usd(1), 1.9])).toEqual({ threshold: 80, at: null });
  expect(next(6, [usd(1), 1], [usd(1) / 2n, 9])).toEqual({ threshold: 80, at: at(2) });
  expect(next(6, [1n, null])).toEqual({ threshold: 80, at: null });
  expect(next(6, [0n, null])).toEqual({ threshold: 80, at: null });
  expect(next(6)).toEqual({ threshold: 80, at: null });
  expect(next(8, [usd(1), null])).toBe(null);
});

test("a letter says what was crossed, the cause, what comes next, and what to do", () => {
  const told = {
    name: "Team",
    period: "month",
    zone: "Europe/Berlin",
    threshold: 80,
    spent: usd(4),
    limit: usd(5),
    top: [{ id: "ses_1", what: "1 × H100", consumer: "training", spent: usd(3) }],
    next: { threshold: 100, at: new Date("2026-11-20T10:00:00Z") },
    periodEndsAt: new Date("2026-11-30T23:00:00Z"),
  };
  const { subject, paragraphs } = crossingLetter({ ...told, did: "block", sessionsEnded: 0 });
  expect(subject).toBe("80 % of the budget “Team” is spent");
  expect(paragraphs).toEqual([
    "$4.00 of the $5.00 of the budget “Team” for this month are spent. The month ends at 1 Dec 2026, 00:00 (Europe/Berlin).",
    "Most of it went to: 1 × H100 for training (ses_1) $3.00, and $1.00 on others.",
    "By what runs now, 100 % is crossed at about 20 Nov 2026, 11:00 (Europe/Berlin).",
    "Nothing new begins until the period ends. What runs goes on, and may be extended. To go on, raise the budget; to spend less, stop a session or shorten it.",
  ]);
  const foretold = forecastLetter({
    ...told,
    amount: parseUsd("4.123456"),
    charged: [{ id: "ses_2", what: "8 × H100", consumer: null, pricePerHour: parseUsd("16.5") }],
    forecast: { amount: parseUsd("4.123456"), running: parseUsd("0.123456"), booked: 0n, asUsual: 0n },
  });
  expect(foretold.subject).toBe("The budget “Team” is on its way to 80 %");
  expect(foretold.paragraphs[0]).toBe(
    "About $4.12 of the $5.00 of the budget “Team” will be spent when the month ends, at 1 Dec 2026, 00:00 (Europe/Berlin). $4.00 are spent; $0.12 for what runs and what waits to start, to its end.",
  );
  expect(foretold.paragraphs[1]).toBe(`${paragraphs[1] ?? ""} Now run: 8 × H100 (ses_2) at $16.50 an hour.`);
  expect(foretold.paragraphs[2]).toBe(paragraphs[2]);
});
