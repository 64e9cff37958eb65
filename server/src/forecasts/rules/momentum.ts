import { foretellBends } from "./bends.ts";
import { MOMENTUM_WEIGHTS } from "./momentum-weights.ts";
import { type PricePath, persistence, restlessness } from "./price-path.ts";

// Where administered prices go: they keep their direction for hours to days, the longer the more they have done so
// before and the less the longer they have stood still and the newer their direction is; and what was driven up sinks
// back. How much of each, from how far back and for how far ahead, was learned from many series
// (bench/forecast/fit-momentum.ts); the weights are the same for all.

/** How far back movements are measured. */
const REACHES = [6, 12, 24, 48, 96, 168] as const;
/** Between and beyond these, only the movement itself is. */
const MORE_REACHES = [3, 36, 72, 336] as const;
export const SIGNS = REACHES.length * 3 + MORE_REACHES.length + 4;
/** The hours ahead that the weights are for. */
export const KNOTS = [3, 6, 12, 24, 48, 72, 96, 132, 168] as const;

const LONGEST_STILL = 48;
const LONGEST_RUN = 96;

/** What is to be seen of a path's movement at an hour. */
export function readSigns(path: PricePath, at: number, signs: Float64Array): void {
  const { logs, changedAt, direction, turnedAt } = path;
  const persists = (persistence(path, at) - 0.6) * 3;
  const since = changedAt[at] ?? -1;
  const still = since < 0 ? 1 : Math.min(at - since, LONGEST_STILL) / LONGEST_STILL;
  const slopeOf = (reach: number) => {
    const hours = Math.min(reach, at);
    return hours > 0 ? ((logs[at] ?? 0) - (logs[at - hours] ?? 0)) / hours : 0;
  };
  let place = 0;
  for (const reach of REACHES) {
    const slope = slopeOf(reach);
    signs[place++] = slope;
    signs[place++] = slope * persists;
    signs[place++] = slope * still;
  }
  for (const reach of MORE_REACHES) signs[place++] = slopeOf(reach);
  const restless = restlessness(path, at, 168);
  signs[place++] = -restless;
  signs[place++] = -restless * still;
  const onwards = (direction[at] ?? 0) * restless;
  signs[place++] = onwards;
  signs[place] = (onwards * Math.min(at - (turnedAt[at] ?? 0), LONGEST_RUN)) / LONGEST_RUN;
}

const signs = new Float64Array(SIGNS);
const atKnots = new Float64Array(KNOTS.length + 1);

/** How far the logarithm of the price will move until each of some hours ahead, which ascend. */
export function foretellMovement(path: PricePath, at: number, aheads: readonly number[]): Float64Array {
  return foretell(path, at, aheads, foretellBends(path, at));
}

/** The same without what its trees add. */
export function addUp(path: PricePath, at: number, aheads: readonly number[]): Float64Array {
  return foretell(path, at, aheads, NO_BENDS);
}

const NO_BENDS = new Float64Array(KNOTS.length);

function foretell(path: PricePath, at: number, aheads: readonly number[], bends: Float64Array): Float64Array {
  readSigns(path, at, signs);
  for (const [knot, weights] of MOMENTUM_WEIGHTS.entries()) {
    let movement = 0;
    for (let sign = 0; sign < SIGNS; sign++) movement += (weights[sign] ?? 0) * (signs[sign] ?? 0);
    atKnots[knot + 1] = movement + (bends[knot] ?? 0);
  }
  return atHours(atKnots, KNOTS, aheads);
}

/** Values at nothing and at some knots, made into those of some hours ahead, which ascend. */
export function atHours(
  values: Float64Array,
  knots: readonly number[],
  aheads: readonly number[],
): Float64Array {
  let knot = 0;
  return Float64Array.from(aheads, (ahead) => {
    while (knot < knots.length - 1 && (knots[knot] ?? 0) < ahead) knot++;
    const [from, to] = [knots[knot - 1] ?? 0, knots[knot] ?? 1];
    const [before, after] = [values[knot] ?? 0, values[knot + 1] ?? 0];
    return before + ((after - before) * (ahead - from)) / (to - from);
  });
}
