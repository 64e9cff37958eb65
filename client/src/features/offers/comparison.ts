import type { ComparedOffer_OfferFragment, OfferRow_OfferFragment } from "#gql/graphql.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { kindWords, percent, speed } from "./words.ts";

export type Compared = OfferRow_OfferFragment &
  Pick<ComparedOffer_OfferFragment, "state" | "diskPricePerGbMonth">;

export const comparedMost = 4;

export interface Line {
  name: string;
  /** One for each offer, in their order; null where the provider does not say. */
  values: readonly (string | null)[];
  /** The places of the offers that no other betters; none where all are alike, or none is better. */
  best: readonly number[];
  /** All that say anything say the same. */
  isAlike: boolean;
}

interface Fact {
  name: string;
  text: (offer: Compared) => string | null;
  /** A number of which the greatest is the best, where that can be said. */
  merit?: (offer: Compared) => bigint | number | null;
}

const cheap = (price: (offer: Compared) => string) => (offer: Compared) => -micros(price(offer));

const facts = (diskGb: number): readonly Fact[] => [
  {
    name: "Per GPU-hour",
    text: ({ pricePerGpuHour }) => formatUsd(pricePerGpuHour),
    merit: cheap(({ pricePerGpuHour }) => pricePerGpuHour),
  },
  {
    name: "Machine-hour",
    text: ({ pricePerHour }) => formatUsd(pricePerHour),
    merit: cheap(({ pricePerHour }) => pricePerHour),
  },
  {
    name: `All-in, ${diskGb} GB disk`,
    text: ({ allInPricePerHour }) => formatUsd(allInPricePerHour),
    merit: cheap(({ allInPricePerHour }) => allInPricePerHour),
  },
  {
    name: "Disk, GB-month",
    text: ({ diskPricePerGbMonth }) => formatUsd(diskPricePerGbMonth),
    merit: cheap(({ diskPricePerGbMonth }) => diskPricePerGbMonth),
  },
  { name: "Kind", text: ({ kind }) => kindWords[kind] },
  { name: "Socket", text: ({ gpu }) => gpu.socket },
  { name: "VRAM per GPU", text: ({ gpu }) => `${gpu.vramGb} GB`, merit: ({ gpu }) => gpu.vramGb },
  {
    name: "VRAM in all",
    text: ({ gpu, gpuCount }) => `${Math.round(gpu.vramGb * gpuCount).toLocaleString("en")} GB`,
    merit: ({ gpu, gpuCount }) => gpu.vramGb * gpuCount,
  },
  { name: "vCPUs", text: ({ vcpus }) => String(vcpus), merit: ({ vcpus }) => vcpus },
  {
    name: "Memory",
    text: ({ ramGb }) => `${Math.round(ramGb).toLocaleString("en")} GB`,
    merit: ({ ramGb }) => Math.round(ramGb),
  },
  {
    name: "Disk to be had",
    text: ({ diskGb }) => `${Math.round(diskGb).toLocaleString("en")} GB`,
    merit: ({ diskGb }) => Math.round(diskGb),
  },
  { name: "CUDA", text: ({ cudaVersion }) => cudaVersion },
  {
    name: "Network down",
    text: ({ networkDownMbps }) => speed(networkDownMbps),
    merit: ({ networkDownMbps }) => networkDownMbps,
  },
  {
    name: "Network up",
    text: ({ networkUpMbps }) => speed(networkUpMbps),
    merit: ({ networkUpMbps }) => networkUpMbps,
  },
  {
    name: "Reliability",
    text: ({ reliability }) => (reliability === null ? null : percent(reliability)),
    merit: ({ reliability }) => reliability,
  },
  {
    name: "Launches that worked",
    text: ({ availability: { score, sampleCount } }) =>
      score === null ? null : `${percent(score)} of ${sampleCount}`,
    merit: ({ availability }) => availability.score,
  },
  {
    name: "Host",
    text: ({ verified, datacenter }) =>
      [verified && "verified", datacenter && "datacentre"].filter(Boolean).join(", ") ||
      "neither verified nor a datacentre",
  },
  {
    name: "To be had for",
    text: ({ maxDurationHours }) =>
      maxDurationHours === null ? "no limit given" : `${Math.floor(maxDurationHours).toLocaleString("en")} h`,
    merit: ({ maxDurationHours }) => maxDurationHours ?? Number.POSITIVE_INFINITY,
  },
];

/** Offers side by side: what each says, and which says it best. */
export function compareOffers(offers: readonly Compared[], diskGb: number): Line[] {
  return facts(diskGb).map(({ name, text, merit }) => {
    const values = offers.map(text);
    const merits = merit ? offers.map(merit) : [];
    const known = merits.filter((each) => each !== null);
    const top = known.reduce((most, each) => (each > most ? each : most), known[0] ?? 0);
    const best = merits.flatMap((each, place) => (each !== null && each === top ? [place] : []));
    return {
      name,
      values,
      best: offers.length > 1 && best.length < offers.length ? best : [],
      isAlike: offers.length > 1 && values.every((value) => value === values[0]),
    };
  });
}
