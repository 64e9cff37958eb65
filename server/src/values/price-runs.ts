/**
 * What a series cost, hour by hour, as runs of hours that follow each other at one price: prices of GPUs mostly stand
 * still, so this is a few per cent of them one by one. Three numbers each, ascending: the first hour and the last, since
 * 1970, and the price in micro-dollars, which a number holds exactly. Packed, so that a thread hands it to another at once.
 */
export type PriceRuns = Float64Array<ArrayBuffer>;

const RUN = 3;

export const NO_RUNS: PriceRuns = new Float64Array();

export interface HourPrice {
  hour: number;
  price: number;
}

export function hoursIn(runs: PriceRuns): number {
  let count = 0;
  for (let at = 0; at < runs.length; at += RUN) count += (runs[at + 1] ?? 0) - (runs[at] ?? 0) + 1;
  return count;
}

export function lastHourIn(runs: PriceRuns): number | null {
  return runs.at(1 - RUN) ?? null;
}

export function knowsHour(runs: PriceRuns, hour: number): boolean {
  for (let at = 0; at < runs.length; at += RUN)
    if ((runs[at] ?? 0) <= hour && hour <= (runs[at + 1] ?? 0)) return true;
  return false;
}

/** Every hour with its price, or the last `most` of them, ascending. */
export function pricesOf(runs: PriceRuns, most = Infinity): HourPrice[] {
  const prices: HourPrice[] = [];
  for (let at = runs.length - RUN; at >= 0 && prices.length < most; at -= RUN) {
    const [first = 0, last = 0, price = 0] = runs.subarray(at, at + RUN);
    for (let hour = last; hour >= first && prices.length < most; hour--) prices.push({ hour, price });
  }
  return prices.toReversed();
}
