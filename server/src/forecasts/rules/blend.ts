import { STOPS } from "./levels.ts";
import { METHODS } from "./methods.ts";
import { piecesOf, PLACES, type Study } from "./study.ts";

// How much each method counts, stop by stop: by how wrong it was in this series, in others of the same GPU that behave
// alike, and by what is known of such prices in general. The less a series can tell itself, the more the others do.

/** Errors beside the last price's: what is to be expected where prices keep on, and where they come back. */
const KEEPING_ON = [1, 3, 3, 3, 0.7, 0.72];
const COMING_BACK = [1, 0.95, 0.82, 0.8, 3, 4];
/** What is expected counts as so many pieces of evidence, and all others of the group as this share of theirs. */
const EXPECTED_PIECES = 12;
const SHARE_OF_OTHERS = 0.5;
/** Weights go down with the twentieth power of the error: a method a tenth worse counts an eighth. */
const SHARPNESS = 20;
const NO_LOSS = 1e-9;

/** Weighted logarithms of each method's error beside the last price's, and the weights. */
interface Verdict {
  sums: Float64Array;
  pieces: Float64Array;
}

function judge({ loss, evidence }: Study): Verdict {
  const sums = new Float64Array(PLACES);
  const pieces = new Float64Array(STOPS.length);
  for (const [stop, ahead] of STOPS.entries()) {
    const naive = loss[stop] ?? 0;
    const hours = evidence[stop] ?? 0;
    if (hours === 0 || naive < NO_LOSS * hours) continue;
    const count = piecesOf(hours, ahead);
    pieces[stop] = count;
    for (let place = stop; place < PLACES; place += STOPS.length) {
      sums[place] = count * Math.log(Math.max((loss[place] ?? 0) / naive, 0.05));
    }
  }
  return { sums, pieces };
}

/** The weights of the methods in each series of a group, stop by stop. */
export function weighMethods(studies: readonly Study[]): Float64Array[] {
  const verdicts = studies.map(judge);
  return studies.map((study, at) => {
    const own = verdicts[at];
    if (study.regime === "still" || !own) return onlyLast();
    const others = verdicts.filter((_, other) => other !== at && studies[other]?.regime === study.regime);
    return weigh(study, own, addUp(others));
  });
}

function onlyLast(): Float64Array {
  return new Float64Array(PLACES).fill(1, 0, STOPS.length);
}

function addUp(verdicts: readonly Verdict[]): Verdict {
  const all: Verdict = { sums: new Float64Array(PLACES), pieces: new Float64Array(STOPS.length) };
  const share = SHARE_OF_OTHERS / Math.sqrt(Math.max(verdicts.length, 1));
  for (const { sums, pieces } of verdicts) {
    for (let place = 0; place < PLACES; place++)
      all.sums[place] = (all.sums[place] ?? 0) + share * (sums[place] ?? 0);
    for (let stop = 0; stop < STOPS.length; stop++)
      all.pieces[stop] = (all.pieces[stop] ?? 0) + share * (pieces[stop] ?? 0);
  }
  return all;
}

function weigh({ keepsOn }: Study, own: Verdict, others: Verdict): Float64Array {
  const weights = new Float64Array(PLACES);
  for (let stop = 0; stop < STOPS.length; stop++) {
    const pieces = EXPECTED_PIECES + (own.pieces[stop] ?? 0) + (others.pieces[stop] ?? 0);
    let total = 0;
    for (let method = 0; method < METHODS.length; method++) {
      const place = method * STOPS.length + stop;
      const expected =
        keepsOn * Math.log(KEEPING_ON[method] ?? 1) + (1 - keepsOn) * Math.log(COMING_BACK[method] ?? 1);
      const sum = EXPECTED_PIECES * expected + (own.sums[place] ?? 0) + (others.sums[place] ?? 0);
      const weight = Math.exp((-SHARPNESS * sum) / pieces);
      weights[place] = weight;
      total += weight;
    }
    for (let place = stop; place < PLACES; place += STOPS.length)
      weights[place] = (weights[place] ?? 0) / total;
  }
  return weights;
}

/** What the methods say together of a stop, or missed together. */
export function blendAt(values: Float64Array, weights: Float64Array, stop: number): number {
  let sum = 0;
  for (let place = stop; place < PLACES; place += STOPS.length) {
    sum += (values[place] ?? 0) * (weights[place] ?? 0);
  }
  return sum;
}
