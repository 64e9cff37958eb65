import { expect, test } from "vitest";
import { type Part, stepsOf } from "./waterfall.ts";

const part = (kind: Part["kind"], amount: string): Part => ({
  __typename: "SavingsPart",
  kind,
  amount,
  isCounted: true,
  because: "",
});

test("each step begins where the last ended, and a loss goes back", () => {
  const { steps, total } = stepsOf([
    part("RATE", "8.000000"),
    part("TIMING", "-2.000000"),
    part("IDLE_STOP", "2.000000"),
  ]);
  expect(steps.map(({ from, size, isLoss }) => [from, size, isLoss])).toEqual([
    [0, 100, false],
    [75, 25, true],
    [75, 25, false],
  ]);
  expect(total).toBe(8_000_000n);
});

test("where all is dearer, everything lies left of nothing", () => {
  expect(stepsOf([part("RATE", "-4.000000")]).steps).toMatchObject([{ from: 0, size: 100, isLoss: true }]);
  expect(stepsOf([part("RATE", "0.000000")]).steps).toMatchObject([{ from: 0, size: 0 }]);
});
