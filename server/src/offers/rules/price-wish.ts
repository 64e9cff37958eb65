import type { OfferKind } from "../../providers/provider.ts";
import { nameGpu } from "../../values/gpu.ts";
import { formatUsd, type Usd, usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { findGpu, nearestGpus, UnknownGpu } from "./gpu-names.ts";

// What a price watch looks for. It is armed, fires once when an offer is at or below its price, and is armed
// again once no offer is within two percent above it: a price that trembles around the line tells once.
//
//  armed ──at or below──▶ fired
//    ◀──2 % above, or none──┘

/** In percent: from here on a watch that has fired may fire again. */
export const REARMS_ABOVE = 102;

export interface PriceWish {
  gpuModel: string;
  gpuSocket: string | null;
  /** GPUs in the machine, at least. */
  gpuCount: number;
  kind: OfferKind;
  country: string | null;
  pricePerGpuHour: Usd;
}

const MOST_GPUS = 64;
const HIGHEST_PRICE = usd(10_000);

export function readWish(
  wish: {
    gpu: string;
    gpuCount: number;
    kind: OfferKind;
    country?: string | null | undefined;
    pricePerGpuHour: Usd;
  },
  known: readonly string[],
): PriceWish {
  const gpuModel = findGpu(wish.gpu, known);
  if (gpuModel === null) throw new UnknownGpu(wish.gpu, nearestGpus(wish.gpu, known));
  if (wish.gpuCount < 1 || wish.gpuCount > MOST_GPUS)
    throw new InvalidInput("gpuCount", `A machine has between 1 and ${MOST_GPUS} GPUs.`);
  if (wish.pricePerGpuHour <= 0n || wish.pricePerGpuHour > HIGHEST_PRICE)
    throw new InvalidInput("pricePerGpuHour", "A price is above nothing, and at most $10,000.");
  const country = wish.country?.toUpperCase() ?? null;
  if (country !== null && !/^[A-Z]{2}$/.test(country))
    throw new InvalidInput("country", "A country is a code of two letters, such as US.");
  const { gpuCount, kind, pricePerGpuHour } = wish;
  return { gpuModel, gpuSocket: nameGpu(wish.gpu).socket, gpuCount, kind, country, pricePerGpuHour };
}

/** What is looked for in words: "8×H100 SXM, interruptible, in US". */
export function describeWish(wish: PriceWish): { wish: string; atOrBelow: string } {
  const machine = `${wish.gpuCount}×${[wish.gpuModel, wish.gpuSocket].filter(Boolean).join(" ")}`;
  const parts = [
    machine,
    wish.kind === "interruptible" ? "interruptible" : null,
    wish.country ? `in ${wish.country}` : null,
  ];
  return {
    wish: parts.filter((part) => part !== null).join(", "),
    atOrBelow: formatUsd(wish.pricePerGpuHour),
  };
}
