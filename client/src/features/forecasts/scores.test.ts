import { expect, test } from "vitest";
import { reliabilityInWords, reliabilityPoints } from "./scores.ts";

test("a quantile that prices stand on is right when its level lies between below and at most", () => {
  const [point] = reliabilityPoints([{ level: 0.5, below: 0.1, atMost: 0.9 }]);
  expect(point).toMatchObject({ said: 50, at: 50, reach: [40, 40] });
  expect(reliabilityInWords([{ level: 0.5, below: 0.1, atMost: 0.9 }])).toContain("as often as it said");
});

test("one that is off is drawn where it is, and the furthest is named", () => {
  const reliability = [
    { level: 0.1, below: 0.2, atMost: 0.25 },
    { level: 0.9, below: 0.8, atMost: 0.88 },
  ];
  expect(reliabilityPoints(reliability).map(({ at }) => at)).toEqual([20, 88]);
  expect(reliabilityInWords(reliability)).toContain("quantile of 10.0 %: 20.0 % of prices");
  expect(reliabilityInWords([])).toContain("Nothing is scored");
});
