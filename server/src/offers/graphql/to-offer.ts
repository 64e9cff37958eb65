import { seenAt } from "../rules/freshness.ts";
import type { OfferRow } from "../store/offer-rows.ts";
import type { OfferType } from "./types.ts";

/** A row in the words of the schema. Written out, because to copy what is left over takes ten times as long. */
export function toOffer(row: OfferRow): OfferType {
  return {
    id: row.id,
    provider: row.provider,
    gpu: { model: row.gpuModel, vramGb: row.vramGb, socket: row.gpuSocket, rawName: row.gpuRawName },
    gpuCount: row.gpuCount,
    kind: row.kind,
    pricePerGpuHour: row.pricePerGpuHour,
    pricePerHour: row.pricePerHour,
    vcpuPricePerHour: row.vcpuPricePerHour,
    ramPricePerHour: row.ramPricePerHour,
    diskPricePerGbMonth: row.diskPricePerGbMonth,
    chargedDiskGbMin: row.chargedDiskGbMin,
    trafficUpPerGb: row.trafficUpPerGb,
    trafficDownPerGb: row.trafficDownPerGb,
    vcpus: row.vcpus,
    ramGb: row.ramGb,
    diskGb: row.diskGb,
    region: row.region,
    country: row.country,
    reliability: row.reliability,
    cudaVersion: row.cudaVersion,
    networkDownMbps: row.networkDownMbps,
    networkUpMbps: row.networkUpMbps,
    datacenter: row.datacenter,
    verified: row.verified,
    maxDurationHours: row.maxDurationHours,
    state: row.state,
    firstSeenAt: row.firstSeenAt,
    observedAt: seenAt(row),
    source: `the list of ${row.provider.name}`,
    availability: {
      score: row.availability,
      sampleCount: row.availabilitySamples,
      basis: row.availabilityBasis,
      unknownBecause:
        row.availability === null ? `Nobody has launched at ${row.provider.name} lately.` : null,
    },
    suppressedUntil: row.suppressedUntil,
    missed: row.missed,
    priceChangedAt: row.priceChangedAt,
    previousPricePerGpuHour: row.previousPricePerGpuHour,
  };
}
