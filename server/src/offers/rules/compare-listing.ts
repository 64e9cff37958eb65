import type { ListedOffer } from "../../providers/provider.ts";
import { divideRounded, type Usd } from "../../values/money.ts";
import { type GpuName, nameGpu } from "../../values/gpu.ts";
import { showsTooLittle } from "./shows-too-little.ts";

/** A list that shows an offer no more is believed the third time: lists flicker. */
const MISSES_UNTIL_WITHDRAWN = 3;
/** One that shows too little is believed when it stays so, at the usual pace for a quarter of an hour. */
const MISSES_WHEN_DOUBTED = 20;

/** What is stored of an offer and compared with the next list. */
export interface OfferFacts {
  providerId: string;
  externalId: string;
  machineId: string;
  kind: ListedOffer["kind"];
  gpuModel: string;
  gpuSocket: string | null;
  gpuRawName: string;
  gpuCount: number;
  vramGb: number;
  pricePerGpuHour: Usd;
  pricePerHour: Usd;
  vcpuPricePerHour: Usd;
  ramPricePerHour: Usd;
  diskPricePerGbMonth: Usd;
  chargedDiskGbMin: number;
  trafficUpPerGb: Usd | null;
  trafficDownPerGb: Usd | null;
  vcpus: number;
  ramGb: number;
  diskGb: number;
  region: string;
  country: string | null;
  reliability: number | null;
  cudaVersion: string | null;
  networkDownMbps: number | null;
  networkUpMbps: number | null;
  datacenter: boolean;
  verified: boolean;
  maxDurationHours: number | null;
}

export interface KnownOffer extends OfferFacts {
  id: string;
  state: "listed" | "withdrawn";
  missed: number;
}

export interface Difference {
  added: OfferFacts[];
  changed: { known: KnownOffer; facts: OfferFacts }[];
  /** Shown again after being missed, with nothing else changed. */
  back: KnownOffer[];
  missed: KnownOffer[];
  withdrawn: KnownOffer[];
  /** It shows so little of what is known that the rest is not taken for gone at the usual time. */
  doubted: boolean;
}

export function keyOf(offer: Pick<OfferFacts, "externalId" | "kind">): string {
  return `${offer.kind} ${offer.externalId}`;
}

/** What a new list of one provider says against what is known of it. */
export function compareListing(
  providerId: string,
  known: ReadonlyMap<string, KnownOffer>,
  listed: readonly ListedOffer[],
  odd = 0,
): Difference {
  const difference: Difference = {
    added: [],
    changed: [],
    back: [],
    missed: [],
    withdrawn: [],
    doubted: false,
  };
  const seen = new Set<string>();
  const names = new Map<string, GpuName>();
  for (const offer of listed) {
    const key = keyOf(offer);
    // A row that is listed twice counts once.
    if (seen.has(key)) continue;
    seen.add(key);
    // A list of ten thousand has a few dozen names.
    let name = names.get(offer.gpuRawName);
    if (!name) names.set(offer.gpuRawName, (name = nameGpu(offer.gpuRawName)));
    const facts = factsOf(providerId, offer, name);
    const before = known.get(key);
    if (!before) difference.added.push(facts);
    else if (before.state === "withdrawn" || differ(before, facts))
      difference.changed.push({ known: before, facts });
    else if (before.missed > 0) difference.back.push(before);
  }
  difference.doubted = showsTooLittle(known, seen, odd);
  const misses = difference.doubted ? MISSES_WHEN_DOUBTED : MISSES_UNTIL_WITHDRAWN;
  for (const [key, offer] of known) {
    if (seen.has(key) || offer.state === "withdrawn") continue;
    if (offer.missed + 1 >= misses) difference.withdrawn.push(offer);
    else difference.missed.push(offer);
  }
  return difference;
}

export function factsOf(
  providerId: string,
  offer: ListedOffer,
  { model, socket }: GpuName = nameGpu(offer.gpuRawName),
): OfferFacts {
  return {
    providerId,
    externalId: offer.externalId,
    machineId: offer.machineId,
    kind: offer.kind,
    gpuModel: model,
    gpuSocket: socket,
    gpuRawName: offer.gpuRawName,
    gpuCount: offer.gpuCount,
    vramGb: offer.vramGb,
    pricePerGpuHour: atLeastOne(divideRounded(offer.pricePerHour, BigInt(offer.gpuCount))),
    pricePerHour: atLeastOne(offer.pricePerHour),
    vcpuPricePerHour: offer.vcpuPricePerHour,
    ramPricePerHour: offer.ramPricePerHour,
    diskPricePerGbMonth: offer.diskPricePerGbMonth,
    chargedDiskGbMin: offer.chargedDiskGbMin,
    trafficUpPerGb: offer.trafficUpPerGb,
    trafficDownPerGb: offer.trafficDownPerGb,
    vcpus: offer.vcpus,
    ramGb: offer.ramGb,
    diskGb: offer.diskGb,
    region: offer.region,
    country: offer.country,
    reliability: offer.reliability,
    cudaVersion: offer.cudaVersion,
    networkDownMbps: offer.networkDownMbps,
    networkUpMbps: offer.networkUpMbps,
    datacenter: offer.datacenter,
    verified: offer.verified,
    maxDurationHours: offer.maxDurationHours,
  };
}

// Network speed is measured anew by the host all the time, and a rental's longest duration counts
// down by the second. Neither makes another offer of it until it is noticeably another figure, by
// this share of what is known.
const restless: Partial<Record<keyof OfferFacts, number>> = {
  networkDownMbps: 0.25,
  networkUpMbps: 0.25,
  maxDurationHours: 0.05,
};

function differ(a: OfferFacts, b: OfferFacts): boolean {
  for (const key in b) {
    const name = key as keyof OfferFacts;
    const [before, after] = [a[name], b[name]];
    if (before === after) continue;
    const share = restless[name];
    if (share === undefined || typeof before !== "number" || typeof after !== "number") return true;
    if (Math.abs(after - before) > share * Math.max(before, 1)) return true;
  }
  return false;
}

function atLeastOne(amount: Usd): Usd {
  return amount > 0n ? amount : 1n;
}
