import { QUESTIONS } from "../../server/src/forecasts/rules/bends.ts";

// Trees that are fitted one after the other, each to what those before it leave, to least absolute errors. In a level of a
// tree all branches ask the same question, so that few samples cannot make up a branch of their own.

export interface Samples {
  /** By sample, one sign after the other. */
  signs: Float64Array;
  /** Signs of a sample. */
  width: number;
  /** What the trees are to say of each, and how much it counts. */
  wanted: Float64Array;
  counts: Float64Array;
}

const TREES = 100;
const RATE = 0.08;
const BINS = 32;
const SIGNS_SHARE = 0.3;
const SAMPLES_SHARE = 0.7;
/** So many samples that say nothing are added to each branch, so that a small one says little. */
const LEAST_SAMPLES = 1_000;

export function boost(samples: Samples, random: () => number): number[] {
  const { width, wanted, counts } = samples;
  const length = wanted.length;
  const edges = Array.from({ length: width }, (_, sign) => edgesOf(samples, sign));
  const binned = binsOf(samples, edges);
  const left = wanted.slice();
  const usual = counts.reduce((sum, count) => sum + count, 0) / length;
  const numbers: number[] = [];
  for (let tree = 0; tree < TREES; tree++) {
    const drawn = Uint32Array.from(range(length).filter(() => random() < SAMPLES_SHARE));
    const ways = new Uint8Array(length);
    const questions: { sign: number; bin: number }[] = [];
    for (let level = 0; level < QUESTIONS; level++) {
      const asked = range(width).filter(() => random() < SIGNS_SHARE);
      const best = bestQuestion({
        binned,
        width,
        left,
        counts,
        drawn,
        ways,
        asked,
        branches: 2 ** level,
        usual,
      });
      questions.push(best);
      for (let at = 0; at < length; at++)
        ways[at] = (ways[at] ?? 0) * 2 + ((binned[at * width + best.sign] ?? 0) > best.bin ? 1 : 0);
    }
    const answers = answersOf(left, counts, drawn, ways, usual);
    for (let at = 0; at < length; at++) left[at] = (left[at] ?? 0) - (answers[ways[at] ?? 0] ?? 0);
    numbers.push(...questions.map(({ sign }) => sign));
    numbers.push(...questions.map(({ sign, bin }) => edges[sign]?.[bin] ?? Infinity));
    numbers.push(...answers);
  }
  return numbers;
}

const range = (length: number) => Array.from({ length }, (_, at) => at);

/** Between these a sign is taken for the same. */
function edgesOf({ signs, width, wanted }: Samples, sign: number): number[] {
  const sorted = Float64Array.from(wanted, (_, at) => signs[at * width + sign] ?? 0).toSorted();
  const edges = new Set<number>();
  for (let bin = 1; bin < BINS; bin++) {
    // What is written down has few digits, and what is asked is what is written down.
    edges.add(Number((sorted[Math.floor((sorted.length * bin) / BINS)] ?? 0).toPrecision(3)));
  }
  return [...edges].toSorted((a, b) => a - b);
}

function binsOf({ signs, width, wanted }: Samples, edges: readonly number[][]): Uint8Array {
  const bins = new Uint8Array(wanted.length * width);
  for (let at = 0; at < bins.length; at++) {
    const own = edges[at % width] ?? [];
    const value = signs[at] ?? 0;
    let bin = 0;
    while (bin < own.length && value > (own[bin] ?? 0)) bin++;
    bins[at] = bin;
  }
  return bins;
}

interface Asking {
  binned: Uint8Array;
  width: number;
  left: Float64Array;
  counts: Float64Array;
  drawn: Uint32Array;
  ways: Uint8Array;
  asked: readonly number[];
  branches: number;
  usual: number;
}

/** The one that parts samples that are too high from those that are too low, summed over all branches. */
function bestQuestion(asking: Asking): { sign: number; bin: number } {
  const { binned, width, left, counts, drawn, ways, asked, branches, usual } = asking;
  const best = { sign: 0, bin: 0, gain: -Infinity };
  for (const sign of asked) {
    const pulls = new Float64Array(branches * BINS);
    const weights = new Float64Array(branches * BINS);
    for (const at of drawn) {
      const cell = (ways[at] ?? 0) * BINS + (binned[at * width + sign] ?? 0);
      const count = counts[at] ?? 0;
      pulls[cell] = (pulls[cell] ?? 0) + count * Math.sign(left[at] ?? 0);
      weights[cell] = (weights[cell] ?? 0) + count;
    }
    for (let bin = 0; bin < BINS - 1; bin++) {
      let gain = 0;
      for (let branch = 0; branch < branches; branch++) {
        for (const [from, to] of [
          [0, bin + 1],
          [bin + 1, BINS],
        ] as const) {
          let [pull, weight] = [0, LEAST_SAMPLES * usual];
          for (let cell = branch * BINS + from; cell < branch * BINS + to; cell++) {
            pull += pulls[cell] ?? 0;
            weight += weights[cell] ?? 0;
          }
          gain += pull ** 2 / weight;
        }
      }
      if (gain > best.gain) Object.assign(best, { sign, bin, gain });
    }
  }
  return best;
}

/** By way, the middle of what is left, of which a small share is taken. */
function answersOf(
  left: Float64Array,
  counts: Float64Array,
  drawn: Uint32Array,
  ways: Uint8Array,
  usual: number,
): number[] {
  return range(2 ** QUESTIONS).map((way) => {
    const own = [...drawn]
      .filter((at) => ways[at] === way)
      .toSorted((a, b) => (left[a] ?? 0) - (left[b] ?? 0));
    const weight = own.reduce((sum, at) => sum + (counts[at] ?? 0), 0);
    let below = 0;
    const middle = own.find((at) => (below += counts[at] ?? 0) * 2 >= weight);
    const share = weight / (weight + LEAST_SAMPLES * usual);
    return middle === undefined ? 0 : Number(((left[middle] ?? 0) * RATE * share).toPrecision(3));
  });
}
