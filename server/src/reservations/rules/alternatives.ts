import { QUARTER_MS, quartersIn, type Window } from "./grid.ts";

/**
 * Windows of the same length in which as many are free, the nearest to what was wished first; one in
 * every half a length at most, so that they do not all say the same. `free` is by the quarter, from an instant on.
 */
export function findAlternatives(
  wished: Window,
  gpus: number,
  { from, free }: { from: Date; free: readonly number[] },
  most: number,
): Window[] {
  const length = quartersIn(wished);
  const found: Window[] = [];
  const fits = fitsFrom(free, gpus, length);
  const wishedAt = (wished.startsAt.getTime() - from.getTime()) / QUARTER_MS;
  const nearest = fits.toSorted((a, b) => Math.abs(a - wishedAt) - Math.abs(b - wishedAt) || a - b);
  for (const at of nearest) {
    if (found.length === most) break;
    const startsAt = new Date(from.getTime() + at * QUARTER_MS);
    const apart = found.every(
      (other) => Math.abs(other.startsAt.getTime() - startsAt.getTime()) >= (length * QUARTER_MS) / 2,
    );
    if (apart) found.push({ startsAt, endsAt: new Date(startsAt.getTime() + length * QUARTER_MS) });
  }
  return found;
}

/** Where a window of so many quarters may begin: one walk that counts how long it has been free. */
function fitsFrom(free: readonly number[], gpus: number, length: number): number[] {
  const starts: number[] = [];
  let run = 0;
  for (let at = 0; at < free.length; at++) {
    run = (free[at] ?? 0) >= gpus ? run + 1 : 0;
    if (run >= length) starts.push(at - length + 1);
  }
  return starts;
}
