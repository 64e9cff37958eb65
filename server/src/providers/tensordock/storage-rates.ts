// What a machine costs is told as one figure. How much of it is storage follows from what storage costs where the
// machine stands, which only the list of locations tells.

/** As the documents have it, and as most locations do. */
const DOCUMENTED = 0.00005;

/** Dollars for a GB and hour, as last listed. */
export class StorageRates {
  #byLocation = new Map<string, number>();

  learn(cards: readonly { location: string; storageRate: number }[]): void {
    this.#byLocation = new Map(cards.map(({ location, storageRate }) => [location, storageRate]));
  }

  /** Where a machine does not say its location, the rate is known if all have the same. Null when nobody can tell. */
  at(location: string | null): number | null {
    if (location !== null && this.#byLocation.has(location)) return this.#byLocation.get(location) ?? null;
    const [rate, ...others] = new Set(this.#byLocation.values());
    if (rate === undefined) return DOCUMENTED;
    return others.length === 0 ? rate : null;
  }
}
