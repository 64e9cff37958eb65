import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import { csv } from "#lib/csv.ts";

type Offer = OfferRow_OfferFragment;

// Units stand in the names, amounts are as exact as they came, and what is not known is empty.
const fields: readonly [name: string, valueOf: (offer: Offer) => string | number | boolean | null][] = [
  ["offer", ({ id }) => id],
  ["provider", ({ provider }) => provider.name],
  ["gpu", ({ gpu }) => gpu.model],
  ["gpu_as_provider_writes_it", ({ gpu }) => gpu.rawName],
  ["socket", ({ gpu }) => gpu.socket],
  ["gpu_count", ({ gpuCount }) => gpuCount],
  ["vram_gb_per_gpu", ({ gpu }) => gpu.vramGb],
  ["kind", ({ kind }) => (kind === "ON_DEMAND" ? "on-demand" : "interruptible")],
  ["region", ({ region }) => region],
  ["country", ({ country }) => country],
  ["usd_per_gpu_hour", ({ pricePerGpuHour }) => pricePerGpuHour],
  ["usd_per_machine_hour", ({ pricePerHour }) => pricePerHour],
  ["usd_per_machine_hour_all_in", ({ allInPricePerHour }) => allInPricePerHour],
  ["reliability", ({ reliability }) => reliability],
  ["launches_worked", ({ availability }) => availability.score],
  ["launches_tried", ({ availability }) => availability.sampleCount],
  ["verified", ({ verified }) => verified],
  ["datacentre", ({ datacenter }) => datacenter],
  ["vcpus", ({ vcpus }) => vcpus],
  ["ram_gb", ({ ramGb }) => ramGb],
  ["disk_gb", ({ diskGb }) => diskGb],
  ["cuda", ({ cudaVersion }) => cudaVersion],
  ["network_down_mbps", ({ networkDownMbps }) => networkDownMbps],
  ["network_up_mbps", ({ networkUpMbps }) => networkUpMbps],
  ["max_duration_hours", ({ maxDurationHours }) => maxDurationHours],
  ["price_since", ({ priceChangedAt }) => priceChangedAt],
  ["seen_at", ({ observedAt }) => observedAt],
];

export function offersCsv(offers: readonly Offer[], diskGb: number): string {
  const header = fields.map(([name]) =>
    name === "usd_per_machine_hour_all_in" ? `${name}_with_${diskGb}_gb_disk` : name,
  );
  return csv([header, ...offers.map((offer) => fields.map(([, valueOf]) => String(valueOf(offer) ?? "")))]);
}
