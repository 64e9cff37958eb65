import { compareUsd, micros } from "#lib/money.ts";

// The supply ladder: how many GPUs there are at or below a price. Read from the cheapest offers, it is
// exact as far as it goes, whatever lies beyond.

export interface Rung {
  price: string;
  /** GPUs and offers to be had at this price or below. */
  gpus: number;
  offers: number;
}

export function supplyLadder(offers: readonly { pricePerGpuHour: string; gpuCount: number }[]): Rung[] {
  const cheapestFirst = offers.toSorted((a, b) => compareUsd(a.pricePerGpuHour, b.pricePerGpuHour));
  const rungs: Rung[] = [];
  let gpus = 0;
  let count = 0;
  for (const { pricePerGpuHour: price, gpuCount } of cheapestFirst) {
    gpus += gpuCount;
    count += 1;
    const last = rungs.at(-1);
    if (last && micros(last.price) === micros(price)) {
      last.gpus = gpus;
      last.offers = count;
    } else {
      rungs.push({ price, gpus, offers: count });
    }
  }
  return rungs;
}

/** The price at which that many GPUs can be had; null when there are not as many. */
export function priceFor(ladder: readonly Rung[], gpus: number): string | null {
  return ladder.find((rung) => rung.gpus >= gpus)?.price ?? null;
}
