import type { ListedOffer } from "../../providers/provider.ts";
import { usd } from "../../values/money.ts";

const MOST_GPUS = 64;
const MOST_VRAM_GB = 2_000;
const MOST_PER_GPU_HOUR = usd(1_000);

/**
 * Whether an offer could be one. Adapters leave out rows of no known shape; this leaves out what has
 * the shape and is absurd all the same, so that no mistake of one of them is ever listed as a bargain.
 */
export function isSane(offer: ListedOffer): boolean {
  const figures = [offer.vcpus, offer.ramGb, offer.diskGb];
  const known = [offer.networkDownMbps, offer.networkUpMbps, offer.maxDurationHours, offer.reliability];
  return (
    offer.externalId !== "" &&
    offer.gpuRawName.trim() !== "" &&
    Number.isInteger(offer.gpuCount) &&
    offer.gpuCount >= 1 &&
    offer.gpuCount <= MOST_GPUS &&
    offer.vramGb > 0 &&
    offer.vramGb <= MOST_VRAM_GB &&
    offer.pricePerHour > 0n &&
    offer.pricePerHour <= MOST_PER_GPU_HOUR * BigInt(offer.gpuCount) &&
    offer.vcpuPricePerHour >= 0n &&
    offer.ramPricePerHour >= 0n &&
    offer.vcpuPricePerHour + offer.ramPricePerHour <= offer.pricePerHour &&
    offer.diskPricePerGbMonth >= 0n &&
    figures.every((figure) => Number.isFinite(figure) && figure >= 0) &&
    known.every((figure) => figure === null || (Number.isFinite(figure) && figure >= 0)) &&
    (offer.reliability ?? 0) <= 1
  );
}
