import { divideRounded, type Usd } from "../../values/money.ts";

/** A month of storage is thirty days of twenty-four hours, which is how providers divide it. */
export const HOURS_A_MONTH = 720;

/** The disk that is meant when none is named. */
export const USUAL_DISK_GB = 50;

/** The largest disk that a price is told for. */
export const LARGEST_DISK_GB = 100_000;

/** What an offer's all-in price is made from. */
export interface AllInPrices {
  gpuCount: number;
  /** The machine, without storage. */
  pricePerHour: Usd;
  /** What of that is for vCPUs and for RAM. */
  vcpuPricePerHour: Usd;
  ramPricePerHour: Usd;
  diskPricePerGbMonth: Usd;
  /** The least disk that is charged for. */
  chargedDiskGbMin: number;
}

export interface AllInPrice {
  /** As it is charged for, which may be more than was asked about. */
  diskGb: number;
  pricePerHour: Usd;
  pricePerGpuHour: Usd;
  parts: readonly PricePart[];
}

export interface PricePart {
  of: "gpus" | "vcpus" | "ram" | "disk";
  pricePerHour: Usd;
  /** The machine's part shared out; the parts add up to the whole here as well. */
  pricePerGpuHour: Usd;
}

/** Everything an hour costs with a disk of this size, and what for. store/all-in.ts says it in SQL. */
export function allInPrice(offer: AllInPrices, wantedDiskGb: number): AllInPrice {
  const count = BigInt(offer.gpuCount);
  const diskGb = Math.max(wantedDiskGb, offer.chargedDiskGbMin);
  const disk = divideRounded(offer.diskPricePerGbMonth * BigInt(diskGb), BigInt(HOURS_A_MONTH));
  const pricePerHour = offer.pricePerHour + disk;
  const pricePerGpuHour = divideRounded(pricePerHour, count);
  const part = (of: PricePart["of"], amount: Usd): PricePart => {
    return { of, pricePerHour: amount, pricePerGpuHour: divideRounded(amount, count) };
  };
  const { vcpuPricePerHour, ramPricePerHour } = offer;
  const others = [
    ...(vcpuPricePerHour > 0n ? [part("vcpus", vcpuPricePerHour)] : []),
    ...(ramPricePerHour > 0n ? [part("ram", ramPricePerHour)] : []),
    part("disk", disk),
  ];
  // What rounding moves is put with the GPUs, the largest part.
  const gpus: PricePart = {
    of: "gpus",
    pricePerHour: others.reduce((rest, other) => rest - other.pricePerHour, pricePerHour),
    pricePerGpuHour: others.reduce((rest, other) => rest - other.pricePerGpuHour, pricePerGpuHour),
  };
  return { diskGb, pricePerHour, pricePerGpuHour, parts: [gpus, ...others] };
}
