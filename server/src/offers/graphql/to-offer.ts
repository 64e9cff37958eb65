import type { OfferRow } from "../store/search.ts";
import type { OfferType } from "./types.ts";

/** A row in the words of the schema. */
export function toOffer(row: OfferRow): OfferType {
  const { gpuModel, gpuSocket, gpuRawName, vramGb, ...rest } = row;
  return {
    ...rest,
    gpu: { model: gpuModel, vramGb, socket: gpuSocket, rawName: gpuRawName },
    // What the last good list showed was seen when that list was read.
    observedAt:
      row.state === "listed" && row.missed === 0
        ? (row.provider.lastListedAt ?? row.observedAt)
        : row.observedAt,
  };
}
