import { expect, test } from "vitest";
import { judge } from "./verdict.ts";

const none = { hours: 0, skill: null, mape: null, naiveMape: null };
const right = { hours: 1_680, skill: 20, mape: 2, naiveMape: 2.5 };
const wrong = { hours: 1_680, skill: -20, mape: 3, naiveMape: 2.5 };

test("only forecasts that were fixed before the fact prove anything", () => {
  expect(judge(900, right, none, -1)).toMatchObject({
    verdict: "proven",
    because:
      "Forecasts of this market beat its last price: 2.0 % off against 2.5 % of the last price, over 1680 hours.",
  });
  expect(judge(900, none, right, -1)).toEqual({
    verdict: "unproven",
    because:
      "Forecasts of this market that were made afterwards, from what was known then, beat its last price: 2.0 % off against 2.5 % of the last price, over 1680 hours.",
    showsNaive: false,
  });
});

test("what was made afterwards and was no better than the last price is not shown before it", () => {
  const judged = judge(900, none, wrong, 1);
  expect(judged).toMatchObject({ verdict: "no_skill", showsNaive: true });
  expect(judged.because).toMatch(/made afterwards, .* were no better than its last price/);
});

test("what was made afterwards counts for nothing beside a week of what was not", () => {
  expect(judge(900, right, wrong, 1).verdict).toBe("proven");
  expect(judge(900, { ...right, hours: 167 }, wrong, 1).verdict).toBe("no_skill");
});
