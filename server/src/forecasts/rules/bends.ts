import { BEND_TREES } from "./bend-trees.ts";
import { persistence, type PricePath, restlessness } from "./price-path.ts";

// Where administered prices bend away from what momentum adds up. A sum of signs gives each the same weight whatever the
// others are; these trees ask a few questions of them together, and give each set of answers what was missed then, in units of
// how restless the price is. Learned as momentum was, from many series (bench/forecast/fit-bends.ts), the same for all.

/** Distances back in hours at which the price is looked at. */
const BACK = [1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 30, 36, 48, 60, 72, 96, 120, 168, 240, 336, 504] as const;
const SPANS = [12, 24, 48, 336] as const;
const LAST_CHANGES = 5;
export const SHAPE_SIGNS = 13 + SPANS.length + BACK.length + LAST_CHANGES * 2;
/** A tree asks so many questions, and has an answer for each way through them. */
export const QUESTIONS = 4;
export const TREE_NUMBERS = QUESTIONS * 2 + 2 ** QUESTIONS;

const [DAY, WEEK] = [24, 168];
const LONG_AGO = 400;
const FAR = 500;
const AT_REST = 1e-6;

/** What a movement is counted in at an hour: how far the price goes in one. */
export function paceOf(path: PricePath, at: number): number {
  return Math.max(restlessness(path, at, WEEK), restlessness(path, at, 2 * WEEK) / 2, AT_REST);
}

/** The shape of a path at an hour, whatever its pace. */
export function readShape(path: PricePath, at: number, signs: Float64Array): void {
  const { logs, changes, changedAt, direction, turnedAt, lowest, highest, summed } = path;
  const now = logs[at] ?? 0;
  const pace = paceOf(path, at);
  const near = (distance: number) => Math.max(-FAR, Math.min(FAR, distance / pace / DAY));
  const [fromLowest, fromHighest] = [now - (lowest[at] ?? now), (highest[at] ?? now) - now];
  const fromMean = now - (summed[at] ?? 0) / (at + 1);
  const changesIn = (hours: number) => (changes[at] ?? 0) - (changes[Math.max(at - hours, 0)] ?? 0);
  let place = 0;
  signs[place++] = persistence(path, at);
  signs[place++] = ageOf(changedAt[at] ?? -1);
  signs[place++] = direction[at] ?? 0;
  signs[place++] = at - (turnedAt[at] ?? 0);
  signs[place++] = changesIn(DAY);
  signs[place++] = changesIn(WEEK);
  signs[place++] = near(fromLowest);
  signs[place++] = near(fromHighest);
  signs[place++] = near(fromMean);
  signs[place++] = pace;
  signs[place++] = fromLowest;
  signs[place++] = fromHighest;
  signs[place++] = fromMean;
  for (const hours of SPANS) signs[place++] = restlessness(path, at, hours) / pace;
  for (const hours of BACK) signs[place++] = near(now - (logs[Math.max(at - hours, 0)] ?? now));
  let change = changedAt[at] ?? -1;
  for (let nth = 0; nth < LAST_CHANGES; nth++) {
    signs[place++] = change < 1 ? 0 : near(((logs[change] ?? 0) - (logs[change - 1] ?? 0)) * DAY);
    signs[place++] = ageOf(change);
    change = change < 1 ? -1 : (changedAt[change - 1] ?? -1);
  }

  function ageOf(hour: number): number {
    return hour < 0 ? LONG_AGO : Math.min(at - hour, LONG_AGO);
  }
}

const signs = new Float64Array(SHAPE_SIGNS);

/** By hour ahead, what momentum misses by as a logarithm. */
export function foretellBends(path: PricePath, at: number): Float64Array {
  readShape(path, at, signs);
  const pace = paceOf(path, at);
  return Float64Array.from(BEND_TREES, (trees) => pace * askTrees(trees, signs));
}

/** The sum of the answers. A tree is the signs that it asks of, how large each has to be, and its answers. */
export function askTrees(trees: readonly number[], signs: Float64Array): number {
  let sum = 0;
  for (let tree = 0; tree < trees.length; tree += TREE_NUMBERS) {
    let way = 0;
    for (let question = 0; question < QUESTIONS; question++) {
      const sign = signs[trees[tree + question] ?? 0] ?? 0;
      way = way * 2 + (sign > (trees[tree + QUESTIONS + question] ?? 0) ? 1 : 0);
    }
    sum += trees[tree + QUESTIONS * 2 + way] ?? 0;
  }
  return sum;
}
