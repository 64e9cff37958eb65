import type { Usd } from "../../values/money.ts";
import { type AllInPrices, allInPrice, USUAL_DISK_GB } from "./all-in-price.ts";
import { isAtLeastVersion, readVersion } from "./version.ts";

/** What a reader is looking for. A list that is given means "one of these"; what is absent does not matter. */
export interface OfferFilter {
  gpuModels?: readonly string[] | null;
  gpuSockets?: readonly string[] | null;
  gpuCount?: number | null;
  gpuCountMin?: number | null;
  gpuCountMax?: number | null;
  vramGbMin?: number | null;
  vramGbMax?: number | null;
  totalVramGbMin?: number | null;
  providers?: readonly string[] | null;
  kinds?: readonly OfferKind[] | null;
  countries?: readonly string[] | null;
  regions?: readonly string[] | null;
  pricePerGpuHourMin?: Usd | null;
  pricePerGpuHourMax?: Usd | null;
  allInPricePerHourMax?: Usd | null;
  allInPricePerGpuHourMax?: Usd | null;
  /** The disk that all-in prices are for. */
  allInDiskGb?: number | null;
  reliabilityMin?: number | null;
  availabilityMin?: number | null;
  /** Machines that are left out after failures, too. */
  includeSuppressed?: boolean | null;
  cudaMin?: string | null;
  networkDownMbpsMin?: number | null;
  networkUpMbpsMin?: number | null;
  diskGbMin?: number | null;
  vcpusMin?: number | null;
  ramGbMin?: number | null;
  maxDurationHoursMin?: number | null;
  verifiedOnly?: boolean | null;
  datacenterOnly?: boolean | null;
  consumerOnly?: boolean | null;
}

export type OfferKind = "on_demand" | "interruptible";

/** The facts of an offer that a filter looks at. */
export interface Filterable extends AllInPrices {
  gpuModel: string;
  gpuSocket: string | null;
  gpuCount: number;
  vramGb: number;
  providerId: string;
  kind: OfferKind;
  country: string | null;
  region: string;
  pricePerGpuHour: Usd;
  reliability: number | null;
  availability: number | null;
  suppressedUntil: Date | null;
  cudaVersion: string | null;
  networkDownMbps: number | null;
  networkUpMbps: number | null;
  diskGb: number;
  vcpus: number;
  ramGb: number;
  maxDurationHours: number | null;
  verified: boolean;
  datacenter: boolean;
}

/** Those that a list tells, by name: what differs in none of these is found by the same filters as before. */
export const filterableFacts = Object.keys({
  gpuModel: 0,
  gpuSocket: 0,
  gpuCount: 0,
  vramGb: 0,
  providerId: 0,
  kind: 0,
  country: 0,
  region: 0,
  pricePerGpuHour: 0,
  pricePerHour: 0,
  vcpuPricePerHour: 0,
  ramPricePerHour: 0,
  diskPricePerGbMonth: 0,
  chargedDiskGbMin: 0,
  reliability: 0,
  cudaVersion: 0,
  networkDownMbps: 0,
  networkUpMbps: 0,
  diskGb: 0,
  vcpus: 0,
  ramGb: 0,
  maxDurationHours: 0,
  verified: 0,
  datacenter: 0,
} satisfies Record<ListedFact, 0>) as ListedFact[];

type ListedFact = Exclude<keyof Filterable, "availability" | "suppressedUntil">;

/** A 24 GB card reports 23.99 or 22.5: what is asked for in round numbers is compared with some give. */
const VRAM_TOLERANCE = 0.07;

export function leastVram(gb: number): number {
  return gb * (1 - VRAM_TOLERANCE);
}

export function mostVram(gb: number): number {
  return gb * (1 + VRAM_TOLERANCE);
}

/** The disk that a search's all-in prices are for: the one named for it, or the least that is looked for. */
export function diskOf(filter: OfferFilter | null | undefined): number {
  return filter?.allInDiskGb ?? Math.ceil(filter?.diskGbMin ?? USUAL_DISK_GB);
}

/**
 * The same question that store/filter.ts asks in SQL. It is asked here of offers that are in memory
 * already: of those that a poll has just changed, once for each distinct filter of the subscribers.
 */
export function matches(offer: Filterable, filter: OfferFilter | null | undefined): boolean {
  if (offer.suppressedUntil && !filter?.includeSuppressed) return false;
  if (!filter) return true;
  return (
    isOneOf(offer.gpuModel, filter.gpuModels) &&
    isOneOf(offer.gpuSocket, filter.gpuSockets) &&
    (filter.gpuCount == null || offer.gpuCount === filter.gpuCount) &&
    isAtLeast(offer.gpuCount, filter.gpuCountMin) &&
    isAtMost(offer.gpuCount, filter.gpuCountMax) &&
    (filter.vramGbMin == null || offer.vramGb >= leastVram(filter.vramGbMin)) &&
    (filter.vramGbMax == null || offer.vramGb <= mostVram(filter.vramGbMax)) &&
    (filter.totalVramGbMin == null || offer.gpuCount * offer.vramGb >= leastVram(filter.totalVramGbMin)) &&
    isOneOf(offer.providerId, filter.providers) &&
    isOneOf(offer.kind, filter.kinds) &&
    isOneOf(offer.country, filter.countries) &&
    isIn(offer.region, filter.regions) &&
    isAtLeast(offer.pricePerGpuHour, filter.pricePerGpuHourMin) &&
    isAtMost(offer.pricePerGpuHour, filter.pricePerGpuHourMax) &&
    isCheapEnough(offer, filter) &&
    isAtLeast(offer.reliability, filter.reliabilityMin) &&
    isAtLeast(offer.availability, filter.availabilityMin) &&
    (filter.cudaMin == null || isAtLeastVersion(offer.cudaVersion, readVersion(filter.cudaMin))) &&
    isAtLeast(offer.networkDownMbps, filter.networkDownMbpsMin) &&
    isAtLeast(offer.networkUpMbps, filter.networkUpMbpsMin) &&
    isAtLeast(offer.diskGb, filter.diskGbMin) &&
    isAtLeast(offer.vcpus, filter.vcpusMin) &&
    isAtLeast(offer.ramGb, filter.ramGbMin) &&
    isAtLeast(offer.maxDurationHours, filter.maxDurationHoursMin) &&
    (!filter.verifiedOnly || offer.verified) &&
    (!filter.datacenterOnly || offer.datacenter) &&
    (!filter.consumerOnly || !offer.datacenter)
  );
}

function isCheapEnough(offer: Filterable, filter: OfferFilter): boolean {
  if (filter.allInPricePerHourMax == null && filter.allInPricePerGpuHourMax == null) return true;
  const { pricePerHour, pricePerGpuHour } = allInPrice(offer, diskOf(filter));
  return (
    isAtMost(pricePerHour, filter.allInPricePerHourMax) &&
    isAtMost(pricePerGpuHour, filter.allInPricePerGpuHourMax)
  );
}

function isOneOf<T>(value: T | null, allowed: readonly T[] | null | undefined): boolean {
  return !allowed || (value !== null && allowed.includes(value));
}

/** What is not known is not known to be enough. */
function isAtLeast<T extends number | bigint>(value: T | null, least: T | null | undefined): boolean {
  return least == null || (value !== null && value >= least);
}

function isAtMost<T extends number | bigint>(value: T, most: T | null | undefined): boolean {
  return most == null || value <= most;
}

function isIn(region: string, parts: readonly string[] | null | undefined): boolean {
  const name = inSmallLetters(region);
  return !parts || parts.some((part) => name.includes(inSmallLetters(part)));
}

/** As the database does it: the letters of ASCII, whatever the language. */
export function inSmallLetters(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
