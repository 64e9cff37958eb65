import { blendAt } from "./blend.ts";
import { STOPS } from "./levels.ts";
import { METHODS, MOMENTUMS } from "./methods.ts";
import { piecesOf, type Study } from "./study.ts";

// What a forecast is expected to save of the last price's error. A series' own history is a few pieces of evidence, and
// a method that is right in general is often wrong in so few. So others of the GPU that behave alike are asked as well,
// and where prices keep on, what momentum was found to save in many series.

/** What the blend missed beside the last price, as a logarithm, and the pieces of evidence there are for it. */
export interface Proof {
  beside: number;
  pieces: number;
}

/** Of momentum's error beside the last price's, over 652 spot prices: what is expected where prices keep on. */
const KEEPING_ON = Math.log(0.92);
/** It counts as so many pieces of evidence, and all others of the group as this share of theirs. */
const EXPECTED_PIECES = 12;
const SHARE_OF_OTHERS = 0.5;
/** A week overlaps with the next; evidence is counted as if all of it were three days ahead. */
const USUAL_AHEAD = 72;

export function proofOf({ misses, known, evidence }: Study, weights: Float64Array): Proof {
  let [blended, naive] = [0, 0];
  for (const [at, row] of misses.entries()) {
    for (let stop = 0; stop < (known[at] ?? 0); stop++) {
      blended += Math.abs(blendAt(row, weights, stop));
      naive += Math.abs(row[stop] ?? 0);
    }
  }
  if (naive === 0) return { beside: 0, pieces: 0 };
  const hours = evidence[STOPS.indexOf(USUAL_AHEAD)] ?? 0;
  return { beside: Math.log(Math.max(blended / naive, 0.05)), pieces: piecesOf(hours, USUAL_AHEAD) };
}

/** The share of the last price's error that is saved; negative: the last price is the better guess. */
export function skillExpected(
  { keepsOn, regime }: Study,
  own: Proof,
  others: readonly Proof[],
  momentum: number,
): number {
  const expected = regime === "still" ? 0 : EXPECTED_PIECES * keepsOn * momentum;
  const share = SHARE_OF_OTHERS / Math.sqrt(Math.max(others.length, 1));
  let [sum, pieces] = [expected * KEEPING_ON + own.pieces * own.beside, expected + own.pieces];
  for (const other of others) {
    sum += share * other.pieces * other.beside;
    pieces += share * other.pieces;
  }
  return pieces > 0 ? 1 - Math.exp(sum / pieces) : 0;
}

/** How much of a blend is momentum. */
export function shareOfMomentum(weights: Float64Array): number {
  const own = weights.subarray((METHODS.length - MOMENTUMS) * STOPS.length);
  return own.reduce((sum, weight) => sum + weight, 0) / STOPS.length;
}
