import { blendAt } from "./blend.ts";
import { STOPS } from "./levels.ts";
import { restlessness } from "./price-path.ts";
import { piecesOf, type Study, weightOfAge } from "./study.ts";

/**
 * How far a series' blend was off, stop by stop, in units of how restless the price was when it was made: a market that
 * rests is less wrong than one that moves. Each stop's misses are kept as grains, values of equal weight in order, so
 * that those of many series can be poured together.
 */
export interface Misses {
  /** Null where the history is too short for a stop. */
  grains: (Float64Array | null)[];
  /** Pieces of evidence, stop by stop. */
  pieces: Float64Array;
  /** What a miss of one is at present, as a logarithm. */
  unit: number;
  /** How many hours a miss keeps its sign. */
  memoryHours: number;
}

const GRAINS = 41;
/** Misses of the stops beside one are misses of it, but less so. */
const BESIDE = 0.5;
/** They grow with the root of the hours ahead. */
export const GROWTH = 0.5;

/** How much restlessness says about misses where prices keep on, and where they come back. */
const [TELLS_TRENDING, TELLS_RETURNING] = [0.7, 0.2];
/** The restlessness of all of the history counts as much as so many times that of the last day. */
const LONG_RUN = 6;
const LEAST = 1e-6;

/** `restless`: of the others of the group, in the long run. */
export function collectMisses(study: Study, weights: Float64Array, restless: number): Misses {
  const unitAt = unitsOf(study, restless);
  const units = study.asked.map(unitAt);
  const missed = study.misses.map((misses, at) => {
    const unit = units[at] ?? 1;
    return Float64Array.from(
      { length: study.known[at] ?? 0 },
      (_, stop) => blendAt(misses, weights, stop) / unit,
    );
  });
  return {
    grains: STOPS.map((_, stop) => grainsOf(study, missed, stop)),
    pieces: Float64Array.from(STOPS, (ahead, stop) => piecesOf(study.evidence[stop] ?? 0, ahead)),
    unit: unitAt(study.hours - 1),
    memoryHours: memoryOf(missed),
  };
}

function unitsOf({ path, keepsOn, restless: own }: Study, others: number): (at: number) => number {
  const tells = TELLS_TRENDING * keepsOn + TELLS_RETURNING * (1 - keepsOn);
  const always = LONG_RUN * (0.7 * own + 0.3 * others) + LEAST;
  return (at) => (restlessness(path, at, 24) + restlessness(path, at, 168) + always) ** tells;
}

function grainsOf(
  { asked, hours }: Study,
  missed: readonly Float64Array[],
  stop: number,
): Float64Array | null {
  const values: number[] = [];
  const weights: number[] = [];
  let total = 0;
  for (let beside = Math.max(stop - 1, 0); beside <= Math.min(stop + 1, STOPS.length - 1); beside++) {
    const grown = ((STOPS[stop] ?? 1) / (STOPS[beside] ?? 1)) ** GROWTH;
    for (const [at, row] of missed.entries()) {
      const miss = row[beside];
      if (miss === undefined) continue;
      const weight = weightOfAge(hours - 1 - (asked[at] ?? 0)) * (beside === stop ? 1 : BESIDE);
      values.push(miss * grown);
      weights.push(weight);
      total += weight;
    }
  }
  if (values.length === 0) return null;
  const order = Uint32Array.from(values.keys()).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const grains = new Float64Array(GRAINS);
  let passed = 0;
  let grain = 0;
  for (const at of order) {
    passed += weights[at] ?? 0;
    while (grain < GRAINS && passed >= ((grain + 0.5) / GRAINS) * total) grains[grain++] = values[at] ?? 0;
  }
  return grains.fill(values[order.at(-1) ?? 0] ?? 0, grain);
}

const USUAL_MEMORY = 100;
const [SHORTEST, LONGEST] = [1, 1_000];

/** From how alike misses of one forecast are at stops some way apart. */
function memoryOf(missed: readonly Float64Array[]): number {
  const apart = [
    [24, 48],
    [48, 96],
    [72, 144],
    [96, 168],
  ] as const;
  let forgotten = 1 / USUAL_MEMORY;
  let count = 1;
  for (const [near, far] of apart) {
    const [a, b] = [STOPS.indexOf(near), STOPS.indexOf(far)];
    let [both, nearOnly, farOnly] = [0, 0, 0];
    for (const row of missed) {
      const [first, second] = [row[a], row[b]];
      if (first === undefined || second === undefined) continue;
      both += first * second;
      nearOnly += first * first;
      farOnly += second * second;
    }
    if (nearOnly * farOnly < 1e-18) continue;
    const alike = Math.min(Math.max(both / Math.sqrt(nearOnly * farOnly), 0.01), 0.99);
    forgotten += -Math.log(alike) / (far - near);
    count++;
  }
  return Math.min(Math.max(count / forgotten, SHORTEST), LONGEST);
}
