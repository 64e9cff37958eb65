// What waiting was worth: a job may start at any hour of the week that it ends in, and its cost is the sum of the
// prices of its hours. To start at once costs the first hours; the oracle takes the cheapest.

export const JOB_HOURS = [4, 12, 24] as const;
const AS_GOOD = 1.0001;

/** In percent of what starting at once costs. */
export interface Saved {
  saved: number;
  possible: number;
}

/** Planned once: the earliest start whose expected cost is as good as the cheapest. */
export function planOnce(mean: ArrayLike<number>, hours: number): number {
  const costs = costsOf(mean, hours);
  const lowest = Math.min(...costs);
  return costs.findIndex((cost) => cost <= lowest * AS_GOOD);
}

export function savedBy(start: number, actual: ArrayLike<number>, hours: number): Saved {
  const costs = costsOf(actual, hours);
  const [now = 1] = costs;
  return {
    saved: ((now - (costs[start] ?? now)) / now) * 100,
    possible: ((now - Math.min(...costs)) / now) * 100,
  };
}

/** The same where all hours cost what the first does, as those of a machine that was rented do. */
export function savedOnPrice(start: number, actual: ArrayLike<number>, hours: number): Saved {
  const prices = Array.from(actual).slice(0, actual.length - hours + 1);
  const [now = 1] = prices;
  return {
    saved: ((now - (prices[start] ?? now)) / now) * 100,
    possible: ((now - Math.min(...prices)) / now) * 100,
  };
}

function costsOf(prices: ArrayLike<number>, hours: number): number[] {
  const costs: number[] = [];
  for (let start = 0; start + hours <= prices.length; start++) {
    let cost = 0;
    for (let hour = start; hour < start + hours; hour++) cost += prices[hour] ?? 0;
    costs.push(cost);
  }
  return costs;
}
