import type { KnownOffer, OfferFacts } from "./compare-listing.ts";

/**
 * What a poll leaves to the history of prices: that an offer is listed, with all that says which market it belongs to;
 * that its price is another; that it is listed no more. Of an offer between two of these nothing changed.
 */
export type OfferChange = { offerId: string } & (
  | ({ what: "listed"; price: bigint } & Listed)
  | { what: "priced"; price: bigint }
  | { what: "withdrawn" }
);

export type Listed = Pick<
  OfferFacts,
  "providerId" | "machineId" | "gpuModel" | "gpuSocket" | "gpuCount" | "region" | "kind"
>;

const placing = ["providerId", "machineId", "gpuModel", "gpuSocket", "gpuCount", "region", "kind"] as const;

export function offerChanges(difference: {
  added: readonly (OfferFacts & { id: string })[];
  changed: readonly { known: KnownOffer; facts: OfferFacts }[];
  withdrawn: readonly KnownOffer[];
}): OfferChange[] {
  return [
    ...difference.added.map((offer) => listed(offer.id, offer)),
    ...difference.changed.flatMap(({ known, facts }): OfferChange[] => {
      if (known.state === "withdrawn" || placing.some((name) => known[name] !== facts[name])) {
        return [listed(known.id, facts)];
      }
      if (known.pricePerGpuHour === facts.pricePerGpuHour) return [];
      return [{ offerId: known.id, what: "priced", price: facts.pricePerGpuHour }];
    }),
    ...difference.withdrawn.map(({ id }): OfferChange => ({ offerId: id, what: "withdrawn" })),
  ];
}

function listed(offerId: string, facts: OfferFacts): OfferChange {
  const { providerId, machineId, gpuModel, gpuSocket, gpuCount, region, kind } = facts;
  return {
    offerId,
    what: "listed",
    price: facts.pricePerGpuHour,
    providerId,
    machineId,
    gpuModel,
    gpuSocket,
    gpuCount,
    region,
    kind,
  };
}
