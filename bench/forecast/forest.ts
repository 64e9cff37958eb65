import { HORIZON, LEVELS } from "../../server/src/forecasts/rules/levels.ts";
import type { Foretold } from "./measures.ts";

// The random forest that the forecasts were first planned with: 100 trees of depth 10 on hour and weekday, as they
// stand and as sine and cosine, and whether it is a weekend. Each tree is grown on as many hours as there are, drawn
// with return, and splits where the squared error falls most. The mean of the trees is its answer, and the quantiles
// of the hours in the leaves, those of all trees together, are its bands.

const [TREES, DEPTH] = [100, 10];
/** A leaf of fewer is not split. */
const LEAST = 2;

type Features = readonly number[];

type Tree = { feature: number; at: number; low: Tree; high: Tree } | { prices: number[]; mean: number };

export function forestAt(history: Float64Array, origin: number): Foretold {
  const first = origin - history.length + 1;
  const rows = Array.from(history, (price, at) => ({ price, features: featuresOf(first + at) }));
  const random = makeRandom(origin);
  const trees = Array.from({ length: TREES }, () =>
    grow(
      rows.map(() => rows[Math.floor(random() * rows.length)] ?? { price: 0, features: [] }),
      DEPTH,
    ),
  );
  const quantiles: number[][] = [];
  const mean: number[] = [];
  for (let ahead = 1; ahead <= HORIZON; ahead++) {
    const leaves = trees.map((tree) => find(tree, featuresOf(origin + ahead)));
    const prices = leaves
      .flatMap((leaf) => leaf.prices.map((price) => ({ price, weight: 1 / leaf.prices.length / TREES })))
      .toSorted((a, b) => a.price - b.price);
    quantiles.push(LEVELS.map((level) => quantileOf(prices, level)));
    mean.push(leaves.reduce((sum, leaf) => sum + leaf.mean, 0) / TREES);
  }
  // What such a forest answers is the mean, and it is judged by it; the bands keep their order around it.
  const ordered = quantiles.map((row, hour) =>
    row.map((price, place) => {
      const answer = mean[hour] ?? price;
      return place === 4 ? answer : place < 4 ? Math.min(price, answer) : Math.max(price, answer);
    }),
  );
  return { quantiles: ordered, mean };
}

function featuresOf(hours: number): Features {
  const hour = hours % 24;
  // The first of January 1970 was a Thursday.
  const weekday = (Math.floor(hours / 24) + 3) % 7;
  const [turn, weekTurn] = [(2 * Math.PI * hour) / 24, (2 * Math.PI * weekday) / 7];
  return [
    hour,
    weekday,
    Math.sin(turn),
    Math.cos(turn),
    Math.sin(weekTurn),
    Math.cos(weekTurn),
    weekday >= 5 ? 1 : 0,
  ];
}

interface Row {
  price: number;
  features: Features;
}

function grow(rows: readonly Row[], depth: number): Tree {
  const split = depth > 0 && rows.length >= LEAST ? bestSplit(rows) : null;
  if (!split) {
    const prices = rows.map(({ price }) => price);
    return { prices, mean: prices.reduce((sum, price) => sum + price, 0) / prices.length };
  }
  const { feature, at } = split;
  const isLow = ({ features }: Row) => (features[feature] ?? 0) <= at;
  return {
    feature,
    at,
    low: grow(rows.filter(isLow), depth - 1),
    high: grow(
      rows.filter((row) => !isLow(row)),
      depth - 1,
    ),
  };
}

function bestSplit(rows: readonly Row[]): { feature: number; at: number } | null {
  const total = rows.reduce((sum, { price }) => sum + price, 0);
  const gainAt = (sum: number, count: number) =>
    (sum * sum) / count + (total - sum) ** 2 / (rows.length - count);
  let best: { feature: number; at: number } | null = null;
  let most = (total * total) / rows.length + 1e-12;
  for (let feature = 0; feature < 7; feature++) {
    // There are at most 24 values of a feature, so they are counted and not sorted row by row.
    const values = new Map<number, { sum: number; count: number }>();
    for (const { price, features } of rows) {
      const value = features[feature] ?? 0;
      const seen = values.get(value);
      if (!seen) values.set(value, { sum: price, count: 1 });
      else {
        seen.sum += price;
        seen.count++;
      }
    }
    const sorted = [...values].toSorted(([a], [b]) => a - b);
    let [sum, count] = [0, 0];
    for (const [place, [value, some]] of sorted.entries()) {
      sum += some.sum;
      count += some.count;
      const next = sorted[place + 1];
      if (!next) break;
      const gain = gainAt(sum, count);
      if (gain > most) {
        most = gain;
        best = { feature, at: (value + next[0]) / 2 };
      }
    }
  }
  return best;
}

function find(tree: Tree, features: Features): { prices: number[]; mean: number } {
  let node = tree;
  while (!("prices" in node)) node = (features[node.feature] ?? 0) <= node.at ? node.low : node.high;
  return node;
}

function quantileOf(sorted: readonly { price: number; weight: number }[], level: number): number {
  let passed = 0;
  for (const { price, weight } of sorted) {
    passed += weight;
    if (passed >= level) return price;
  }
  return sorted.at(-1)?.price ?? 0;
}

/** Mulberry32: the same origin grows the same forest. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
