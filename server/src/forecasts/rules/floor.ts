// Administered prices have a floor, a share of the list price that they fall to and then lie on for days. It shows
// as the lowest price of a series that it stayed at. Markets of the same GPU mostly share it, so one that has been on
// it tells the others where it is.

const HOURS_TO_SHOW = 24;
/** A floor so far below everything a series has seen is another market's. */
const TOO_FAR = 0.5;
/** Prices are compared as logarithms. */
const SAME = 1e-9;

/** The logarithm of the price that a series stayed at and never went below; null where there is none to see. */
export function findFloor(logs: Float64Array): number | null {
  let lowest = Infinity;
  for (const log of logs) lowest = Math.min(lowest, log);
  let [run, longest, hours] = [0, 0, 0];
  for (const log of logs) {
    run = log <= lowest + SAME ? run + 1 : 0;
    if (run > 0) hours++;
    longest = Math.max(longest, run);
  }
  return longest >= HOURS_TO_SHOW && hours < logs.length ? lowest : null;
}

/** The highest floor of the group that this series never went below. */
export function pickFloor(lowest: number, own: number | null, others: readonly (number | null)[]): number {
  const possible = others.filter(
    (floor): floor is number => floor !== null && floor <= lowest + SAME && floor > lowest - TOO_FAR,
  );
  return Math.max(own ?? -Infinity, ...possible);
}
