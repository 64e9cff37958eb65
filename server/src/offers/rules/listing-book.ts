import type { Listed, OfferChange } from "./offer-changes.ts";
import { keyOfSlice, type Sighting } from "./price-basket.ts";

/**
 * Which offers are listed, and at what price, told by the changes alone: the book at the end of an hour is the book at
 * its beginning and what changed in between. That is why an hour can be closed late, or by another process, and comes
 * out the same.
 */
export type Book = Map<string, Listed & { price: bigint }>;

export type Market = Pick<Listed, "providerId" | "gpuModel" | "gpuSocket" | "kind">;

/** Markets are told apart by this. */
export function marketKey({ providerId, gpuModel, gpuSocket, kind }: Market): string {
  return JSON.stringify([providerId, gpuModel, gpuSocket, kind]);
}

/** Writes the hour's changes into the book, and gives what was to be seen in the hour, by market. */
export function followChanges(book: Book, changes: readonly OfferChange[]): Map<string, Sighting[]> {
  const left: (Listed & { price: bigint })[] = [];
  for (const change of changes) {
    const known = book.get(change.offerId);
    if (change.what === "listed") {
      const { offerId: _id, what: _what, ...entry } = change;
      book.set(change.offerId, entry);
    } else if (!known) {
      // Begun before the history did; it counts once it is listed anew.
      continue;
    } else if (change.what === "priced") {
      book.set(change.offerId, { ...known, price: change.price });
    } else {
      left.push(known);
      book.delete(change.offerId);
    }
  }
  // What is listed at the end says more than what was withdrawn before: a host that relists at another
  // price asks the new one.
  const sightings = new Map<string, Map<string, Sighting>>();
  see(sightings, book.values());
  see(
    sightings,
    left,
    new Set([...sightings].flatMap(([key, seen]) => [...seen.keys()].map((k) => key + k))),
  );
  return new Map([...sightings].map(([key, seen]) => [key, [...seen.values()]]));
}

/** A machine that shows several slices of one size asks the lowest of their prices. */
function see(
  sightings: Map<string, Map<string, Sighting>>,
  entries: Iterable<Listed & { price: bigint }>,
  settled: ReadonlySet<string> = new Set(),
): void {
  for (const entry of entries) {
    const market = marketKey(entry);
    const key = keyOfSlice(entry.machineId, entry.gpuCount);
    if (settled.has(market + key)) continue;
    const seen = sightings.get(market) ?? new Map<string, Sighting>();
    sightings.set(market, seen);
    const known = seen.get(key);
    const price = Number(entry.price);
    if (!known || price < known.price) seen.set(key, { key, region: entry.region, price });
  }
}
