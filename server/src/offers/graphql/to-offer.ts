import { seenAt } from "../rules/freshness.ts";
import type { OfferRow } from "../store/search.ts";
import type { OfferType } from "./types.ts";

/** A row in the words of the schema. */
export function toOffer(row: OfferRow): OfferType {
  const {
    gpuModel,
    gpuSocket,
    gpuRawName,
    vramGb,
    availability,
    availabilitySamples,
    availabilityBasis,
    ...rest
  } = row;
  return {
    ...rest,
    gpu: { model: gpuModel, vramGb, socket: gpuSocket, rawName: gpuRawName },
    availability: {
      score: availability,
      sampleCount: availabilitySamples,
      basis: availabilityBasis,
      unknownBecause: availability === null ? `Nobody has launched at ${row.provider.name} lately.` : null,
    },
    observedAt: seenAt(row),
    source: `the list of ${row.provider.name}`,
  };
}
