import { expect, test } from "vitest";
import { BEND_TREES } from "./bend-trees.ts";
import { askTrees, foretellBends, QUESTIONS, readShape, SHAPE_SIGNS, TREE_NUMBERS } from "./bends.ts";
import { KNOTS } from "./momentum.ts";
import { makePricePath } from "./price-path.ts";

/** Rises for two days, a step every four hours, and lies still for a day; and so on. */
const steps = Float64Array.from({ length: 600 }, (_, hour) => {
  const day = Math.floor(hour / 24);
  const risen =
    Math.floor(day / 3) * 12 + (day % 3 === 2 ? 12 : Math.floor((hour - Math.floor(day / 3) * 72) / 4));
  return 1.01 ** risen;
});

test("a tree takes the way that its questions say", () => {
  // Larger than 1, than 2, than 3, than 4? The answer is which of them were so.
  const answers = Array.from({ length: 2 ** QUESTIONS }, (_, way) => way);
  const tree = [0, 1, 2, 3, 1, 2, 3, 4, ...answers];
  expect(tree).toHaveLength(TREE_NUMBERS);
  expect(askTrees(tree, Float64Array.from([5, 0, 5, 4]))).toBe(0b1010);
  expect(askTrees([...tree, ...tree], Float64Array.from([5, 5, 5, 5]))).toBe(2 * 0b1111);
});

test("there are trees for each hour ahead that momentum is for, and they ask of signs that there are", () => {
  expect(BEND_TREES).toHaveLength(KNOTS.length);
  for (const trees of BEND_TREES) {
    expect(trees.length % TREE_NUMBERS).toBe(0);
    for (let tree = 0; tree < trees.length; tree += TREE_NUMBERS)
      for (const sign of trees.slice(tree, tree + QUESTIONS)) expect(sign).toBeLessThan(SHAPE_SIGNS);
  }
});

test("nothing of what comes after an hour is seen at it", () => {
  const [whole, until] = [makePricePath(steps), makePricePath(steps.slice(0, 401))];
  const [a, b] = [new Float64Array(SHAPE_SIGNS), new Float64Array(SHAPE_SIGNS)];
  readShape(whole, 400, a);
  readShape(until, 400, b);
  expect(a).toEqual(b);
  expect(foretellBends(whole, 400)).toEqual(foretellBends(until, 400));
});

test("a price that never moved does not bend, and one twice as high bends the same", () => {
  const still = makePricePath(new Float64Array(200).fill(2));
  for (const bend of foretellBends(still, 199)) expect(Math.abs(bend)).toBeLessThan(1e-3);
  const [once, twice] = [steps, steps.map((price) => price * 2)].map((prices) =>
    foretellBends(makePricePath(prices), 500),
  );
  for (const [at, bend] of (once ?? []).entries()) expect(twice?.[at]).toBeCloseTo(bend, 6);
});
