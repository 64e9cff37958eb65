/** What a look found: the cheapest that would do, and what such a machine asks at the price of its market. */
export interface Seen {
  price: number;
  market: number;
}

/**
 * What the cheapest that would do asks where it is as far from its market as usual: as in earlier looks; until there
 * are any, as the low of the market is; and where nothing is known of either, the price of the market itself.
 */
export function usualPrice(market: number, earlier: readonly Seen[], lowToMedian: number | null): number {
  const shares = earlier.map((seen) => seen.price / seen.market).toSorted((a, b) => a - b);
  return market * (shares[Math.floor(shares.length / 2)] ?? lowToMedian ?? 1);
}
