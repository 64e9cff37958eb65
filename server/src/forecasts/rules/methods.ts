import { STOPS } from "./levels.ts";
import { foretellMovement } from "./momentum.ts";
import type { PricePath } from "./price-path.ts";

// The ways to say what a price will be. None is the best everywhere, so each series' own past decides (blend.ts).

export const METHODS = [
  "last price",
  "median of a day",
  "median of three days",
  "median of a week",
  "momentum",
  "further momentum",
] as const;

/** Those that are momentum: the last of them. */
export const MOMENTUMS = 2;
/** Its weights were learned from prices that stray less than those of many GPUs, whose own past can tell that they go on further. */
const FURTHER = 1.5;

const MEDIANS_OF = [24, 72, 168] as const;

/** What every method said at an hour of every stop ahead, as logarithms, method by method. */
export function foretell(path: PricePath, at: number, floor: number, said: Float64Array): void {
  const { logs } = path;
  const now = logs[at] ?? 0;
  const stops = STOPS.length;
  said.fill(now, 0, stops);
  for (const [place, hours] of MEDIANS_OF.entries()) {
    said.fill(medianOf(logs, at, hours), (place + 1) * stops, (place + 2) * stops);
  }
  const movement = foretellMovement(path, at, STOPS);
  const first = (METHODS.length - MOMENTUMS) * stops;
  for (let stop = 0; stop < stops; stop++) {
    said[first + stop] = Math.max(now + (movement[stop] ?? 0), floor);
    said[first + stops + stop] = Math.max(now + (movement[stop] ?? 0) * FURTHER, floor);
  }
}

const room = new Float64Array(168);

function medianOf(logs: Float64Array, at: number, hours: number): number {
  const from = Math.max(at - hours + 1, 0);
  const some = room.subarray(0, at - from + 1);
  some.set(logs.subarray(from, at + 1));
  some.sort();
  return some[some.length >> 1] ?? 0;
}
