import type { OfferRow_OfferFragment } from "#gql/graphql.ts";

/** An offer for tests, like any other but for what they say of it. */
export function anOffer(id: string, over: Partial<OfferRow_OfferFragment> = {}): OfferRow_OfferFragment {
  return {
    __typename: "Offer",
    id,
    kind: "ON_DEMAND",
    gpu: { __typename: "Gpu", model: "H100 SXM", rawName: "H100_SXM", socket: "SXM5", vramGb: 80 },
    gpuCount: 1,
    provider: {
      __typename: "Provider",
      id: "vast",
      name: "Vast.ai",
      lastListedAt: "2026-11-03T12:00:00.000Z",
    },
    region: "Texas, US",
    country: "US",
    pricePerGpuHour: "2.000000",
    previousPricePerGpuHour: null,
    priceChangedAt: "2026-11-03T10:00:00.000Z",
    pricePerHour: "2.000000",
    allInPricePerHour: "2.010000",
    reliability: 0.99,
    availability: {
      __typename: "Availability",
      score: 0.9,
      sampleCount: 20,
      basis: "MACHINE",
      unknownBecause: null,
    },
    suppressedUntil: null,
    verified: true,
    datacenter: true,
    vcpus: 24,
    ramGb: 256,
    diskGb: 1_000,
    cudaVersion: "12.8",
    networkDownMbps: 5_000,
    networkUpMbps: 2_500,
    maxDurationHours: 720,
    firstSeenAt: "2026-11-01T00:00:00.000Z",
    observedAt: "2026-11-03T12:00:00.000Z",
    ...over,
  };
}
