import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import { compareUsd } from "#lib/money.ts";
import type { SortBy } from "#ui/data-table/columns.ts";

type Offer = OfferRow_OfferFragment;
type Compare = (a: Offer, b: Offer) => number;

const compares: Record<string, Compare> = {
  count: (a, b) => a.gpuCount - b.gpuCount,
  gpu: (a, b) => byText(a.gpu.model, b.gpu.model),
  vram: (a, b) => a.gpu.vramGb - b.gpu.vramGb,
  region: (a, b) => byText(a.region, b.region),
  price: (a, b) => compareUsd(a.pricePerGpuHour, b.pricePerGpuHour),
  machine: (a, b) => compareUsd(a.pricePerHour, b.pricePerHour),
  // What is not known counts as less than anything known.
  reliability: (a, b) => (a.reliability ?? -1) - (b.reliability ?? -1),
  priceAge: (a, b) => byText(b.priceChangedAt, a.priceChangedAt),
};

/** The order the server lists by, down to the last tie, for keeping its rows in it. */
export function compareBy(sort: readonly SortBy[]): Compare {
  return (a, b) => {
    for (const { id, desc } of sort) {
      const order = compares[id]?.(a, b) ?? 0;
      if (order !== 0) return desc ? -order : order;
    }
    return byText(a.id, b.id);
  };
}

// As the database compares: by code point, whatever the reader's language.
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
