import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import { compareUsd, micros } from "#lib/money.ts";
import type { SortBy } from "#ui/data-table/columns.ts";

type Offer = OfferRow_OfferFragment;
type Compare = (a: Offer, b: Offer) => number;

const compares: Record<string, Compare> = {
  count: (a, b) => a.gpuCount - b.gpuCount,
  gpu: (a, b) => byText(a.gpu.model, b.gpu.model),
  vram: (a, b) => a.gpu.vramGb - b.gpu.vramGb,
  totalVram: (a, b) => a.gpu.vramGb * a.gpuCount - b.gpu.vramGb * b.gpuCount,
  provider: (a, b) => byText(a.provider.id, b.provider.id),
  region: (a, b) => byText(a.region, b.region),
  country: (a, b) => byText(a.country ?? "", b.country ?? ""),
  price: (a, b) => compareUsd(a.pricePerGpuHour, b.pricePerGpuHour),
  machine: (a, b) => compareUsd(a.pricePerHour, b.pricePerHour),
  allIn: (a, b) => compareUsd(a.allInPricePerHour, b.allInPricePerHour),
  // Shared out among the GPUs, without the rounding that a division needs.
  allInGpu: (a, b) =>
    Number(
      micros(a.allInPricePerHour) * BigInt(b.gpuCount) - micros(b.allInPricePerHour) * BigInt(a.gpuCount),
    ),
  // What is not known counts as less than anything known.
  reliability: (a, b) => (a.reliability ?? -1) - (b.reliability ?? -1),
  availability: (a, b) => (a.availability.score ?? -1) - (b.availability.score ?? -1),
  network: (a, b) => (a.networkDownMbps ?? -1) - (b.networkDownMbps ?? -1),
  networkUp: (a, b) => (a.networkUpMbps ?? -1) - (b.networkUpMbps ?? -1),
  duration: (a, b) => (a.maxDurationHours ?? -1) - (b.maxDurationHours ?? -1),
  vcpus: (a, b) => a.vcpus - b.vcpus,
  ram: (a, b) => a.ramGb - b.ramGb,
  disk: (a, b) => a.diskGb - b.diskGb,
  priceAge: (a, b) => byText(b.priceChangedAt, a.priceChangedAt),
  known: (a, b) => byText(b.firstSeenAt, a.firstSeenAt),
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
