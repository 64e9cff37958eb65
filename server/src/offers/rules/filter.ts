import type { Usd } from "../../values/money.ts";

/** What a reader is looking for. A list that is given means "one of these"; what is absent does not matter. */
export interface OfferFilter {
  gpuModels?: readonly string[] | null;
  providers?: readonly string[] | null;
  kinds?: readonly OfferKind[] | null;
  countries?: readonly string[] | null;
  gpuCountMin?: number | null;
  gpuCountMax?: number | null;
  vramGbMin?: number | null;
  pricePerGpuHourMax?: Usd | null;
  reliabilityMin?: number | null;
  verifiedOnly?: boolean | null;
  datacenterOnly?: boolean | null;
}

export type OfferKind = "on_demand" | "interruptible";

/** The facts of an offer that a filter looks at. */
export interface Filterable {
  gpuModel: string;
  providerId: string;
  kind: OfferKind;
  country: string | null;
  gpuCount: number;
  vramGb: number;
  pricePerGpuHour: Usd;
  reliability: number | null;
  verified: boolean;
  datacenter: boolean;
}

/** A 24 GB card reports 23.99 or 22.5: what is asked for in round numbers is compared with some give. */
export const VRAM_TOLERANCE = 0.07;

/**
 * The same question that store/filter.ts asks in SQL. It is asked here of offers that are in memory
 * already: of those that a poll has just changed, once for each distinct filter of the subscribers.
 */
export function matches(offer: Filterable, filter: OfferFilter | null | undefined): boolean {
  if (!filter) return true;
  return (
    isOneOf(offer.gpuModel, filter.gpuModels) &&
    isOneOf(offer.providerId, filter.providers) &&
    isOneOf(offer.kind, filter.kinds) &&
    isOneOf(offer.country, filter.countries) &&
    (filter.gpuCountMin == null || offer.gpuCount >= filter.gpuCountMin) &&
    (filter.gpuCountMax == null || offer.gpuCount <= filter.gpuCountMax) &&
    (filter.vramGbMin == null || offer.vramGb >= filter.vramGbMin * (1 - VRAM_TOLERANCE)) &&
    (filter.pricePerGpuHourMax == null || offer.pricePerGpuHour <= filter.pricePerGpuHourMax) &&
    (filter.reliabilityMin == null ||
      (offer.reliability !== null && offer.reliability >= filter.reliabilityMin)) &&
    (!filter.verifiedOnly || offer.verified) &&
    (!filter.datacenterOnly || offer.datacenter)
  );
}

function isOneOf<T>(value: T | null, allowed: readonly T[] | null | undefined): boolean {
  return !allowed || (value !== null && allowed.includes(value));
}
