import { expect, test } from "vitest";
import { skillExpected } from "./skill.ts";
import { studySeries } from "./study.ts";
import { makePricePath } from "./price-path.ts";

// Up by a thousandth every third hour for four days, and down again.
const prices = Float64Array.from({ length: 800 }, (_, hour) => {
  const steps = Math.floor(hour / 3) % 64;
  return 1.001 ** Math.min(steps, 64 - steps);
});
const keepingOn = studySeries(makePricePath(prices), -Infinity);
const proof = (beside: number, pieces: number) => ({ beside: Math.log(beside), pieces });

test("where prices keep on, a history that is a little worse proves nothing against momentum, and a clear one does", () => {
  expect(keepingOn.regime).toBe("trending");
  expect(skillExpected(keepingOn, proof(1.05, 8), [], 1)).toBeGreaterThan(0);
  expect(skillExpected(keepingOn, proof(1.3, 8), [], 1)).toBeLessThan(0);
});

test("without momentum the history alone tells, and others that behave alike", () => {
  expect(skillExpected(keepingOn, proof(1.05, 8), [], 0)).toBeLessThan(0);
  expect(skillExpected(keepingOn, proof(1.05, 8), [proof(0.7, 8)], 0)).toBeGreaterThan(0);
});
