import { formatUsd, type Usd } from "../../values/money.ts";
import type { Filterable, OfferFilter } from "./filter.ts";
import type { SortField } from "./sort.ts";
import { allInPrice } from "./all-in-price.ts";
import { diskOf } from "./filter.ts";

// A search that finds too little is asked for too much. Each thing that it asks for can be given in on: a
// limit moves as far as the nearest offer that everything else allows, a list takes in what that
// offer has, and what is only wanted or not wanted is dropped.

export type ConstraintName = Exclude<keyof OfferFilter, "allInDiskGb">;

/** How a constraint is given in on: by which order its nearest offer comes first, and what is asked then. */
export interface Relaxing {
  nearest: { field: SortField; descending: boolean };
  give(filter: OfferFilter, offer: Filterable): Partial<OfferFilter> | null;
}

const cheapest = { field: "price_per_gpu_hour", descending: false } as const;
const most = (field: SortField) => ({ field, descending: true });
const least = (field: SortField) => ({ field, descending: false });

/** Limits are moved to figures that a person would say. */
const upToCents = (amount: Usd) => ((amount + 9_999n) / 10_000n) * 10_000n;
const downTo = (value: number | null, step: number) =>
  value === null ? null : Math.floor(value / step + 1e-9) * step;

export const relaxings: Record<ConstraintName, Relaxing> = {
  gpuModels: adding("gpuModels", (offer) => offer.gpuModel),
  gpuSockets: adding("gpuSockets", (offer) => offer.gpuSocket),
  providers: adding("providers", (offer) => offer.providerId),
  kinds: adding("kinds", (offer) => offer.kind),
  countries: adding("countries", (offer) => offer.country),
  regions: adding("regions", (offer) => offer.region),
  gpuCount: { nearest: cheapest, give: widenCount },
  gpuCountMin: lowering("gpuCountMin", "gpu_count", (offer) => offer.gpuCount),
  gpuCountMax: { nearest: least("gpu_count"), give: (_, offer) => ({ gpuCountMax: offer.gpuCount }) },
  vramGbMin: lowering("vramGbMin", "vram", (offer) => downTo(offer.vramGb, 1)),
  vramGbMax: { nearest: least("vram"), give: (_, offer) => ({ vramGbMax: Math.ceil(offer.vramGb) }) },
  totalVramGbMin: lowering("totalVramGbMin", "total_vram", (o) => downTo(o.gpuCount * o.vramGb, 1)),
  pricePerGpuHourMin: {
    nearest: most("price_per_gpu_hour"),
    give: (_, offer) => ({ pricePerGpuHourMin: (offer.pricePerGpuHour / 10_000n) * 10_000n }),
  },
  pricePerGpuHourMax: {
    nearest: cheapest,
    give: (_, offer) => ({ pricePerGpuHourMax: upToCents(offer.pricePerGpuHour) }),
  },
  allInPricePerHourMax: {
    nearest: least("all_in_price_per_hour"),
    give: (filter, offer) => ({
      allInPricePerHourMax: upToCents(allInPrice(offer, diskOf(filter)).pricePerHour),
    }),
  },
  allInPricePerGpuHourMax: {
    nearest: least("all_in_price_per_gpu_hour"),
    give: (filter, offer) => ({
      allInPricePerGpuHourMax: upToCents(allInPrice(offer, diskOf(filter)).pricePerGpuHour),
    }),
  },
  reliabilityMin: lowering("reliabilityMin", "reliability", (o) => inHundredths(o.reliability)),
  availabilityMin: lowering("availabilityMin", "availability", (o) => inHundredths(o.availability)),
  // Versions as text stand in no order that the database knows, so it is asked for no more.
  cudaMin: dropping("cudaMin"),
  networkDownMbpsMin: lowering("networkDownMbpsMin", "network_down", (o) => downTo(o.networkDownMbps, 1)),
  networkUpMbpsMin: lowering("networkUpMbpsMin", "network_up", (o) => downTo(o.networkUpMbps, 1)),
  diskGbMin: lowering("diskGbMin", "disk", (offer) => downTo(offer.diskGb, 1)),
  vcpusMin: lowering("vcpusMin", "vcpus", (offer) => offer.vcpus),
  ramGbMin: lowering("ramGbMin", "ram", (offer) => downTo(offer.ramGb, 1)),
  maxDurationHoursMin: lowering("maxDurationHoursMin", "max_duration", (o) => downTo(o.maxDurationHours, 1)),
  verifiedOnly: dropping("verifiedOnly"),
  datacenterOnly: dropping("datacenterOnly"),
  consumerOnly: dropping("consumerOnly"),
  includeSuppressed: { nearest: cheapest, give: () => ({ includeSuppressed: true }) },
};

/** From what was asked to what there is, so that it finds all that it found before. */
function widenCount(
  { gpuCount, gpuCountMin, gpuCountMax }: OfferFilter,
  offer: Filterable,
): Partial<OfferFilter> {
  if (gpuCount == null || gpuCountMin != null || gpuCountMax != null) return { gpuCount: null };
  return {
    gpuCount: null,
    gpuCountMin: Math.min(gpuCount, offer.gpuCount),
    gpuCountMax: Math.max(gpuCount, offer.gpuCount),
  };
}

function inHundredths(share: number | null): number | null {
  return share === null ? null : Math.floor(share * 100 + 1e-9) / 100;
}

function lowering<Name extends ConstraintName>(
  name: Name,
  field: SortField,
  valueOf: (offer: Filterable) => OfferFilter[Name] | null,
): Relaxing {
  return { nearest: most(field), give: (_, offer) => ({ [name]: valueOf(offer) }) };
}

/** What is not known of the offer cannot be added: then it is asked for no more. */
function adding<Name extends ConstraintName>(
  name: Name,
  valueOf: (offer: Filterable) => string | null,
): Relaxing {
  return {
    nearest: cheapest,
    give(filter, offer) {
      const value = valueOf(offer);
      const asked = filter[name] as readonly string[];
      return { [name]: value === null ? null : [...asked, value] };
    },
  };
}

function dropping(name: ConstraintName): Relaxing {
  return { nearest: cheapest, give: () => ({ [name]: null }) };
}

/** What a filter asks for, by name. Machines that are left out after failures are, unless they are asked for. */
export function constraintsOf(filter: OfferFilter): ConstraintName[] {
  const names = Object.keys(relaxings) as ConstraintName[];
  return names.filter((name) => {
    if (name === "includeSuppressed") return !filter.includeSuppressed;
    const value = filter[name];
    return value != null && value !== false;
  });
}

/** The filter, asked for everything but this. */
export function without(filter: OfferFilter, name: ConstraintName): OfferFilter {
  return { ...filter, [name]: name === "includeSuppressed" ? true : null };
}

const figures: Partial<Record<ConstraintName, string>> = {
  gpuCount: "the number of GPUs",
  gpuCountMin: "the least number of GPUs",
  gpuCountMax: "the most GPUs",
  vramGbMin: "VRAM",
  vramGbMax: "the most VRAM",
  totalVramGbMin: "total VRAM",
  pricePerGpuHourMin: "the least price",
  pricePerGpuHourMax: "price",
  allInPricePerHourMax: "the price of the machine with everything",
  allInPricePerGpuHourMax: "price with everything",
  reliabilityMin: "reliability",
  availabilityMin: "availability",
  cudaMin: "CUDA",
  networkDownMbpsMin: "download speed",
  networkUpMbpsMin: "upload speed",
  diskGbMin: "disk",
  vcpusMin: "vCPUs",
  ramGbMin: "RAM",
  maxDurationHoursMin: "duration",
};
const units: Partial<Record<ConstraintName, string>> = {
  vramGbMin: " GB",
  vramGbMax: " GB",
  totalVramGbMin: " GB",
  networkDownMbpsMin: " Mbps",
  networkUpMbpsMin: " Mbps",
  diskGbMin: " GB",
  ramGbMin: " GB",
  maxDurationHoursMin: " h",
  pricePerGpuHourMin: "/GPU",
  pricePerGpuHourMax: "/GPU",
  allInPricePerGpuHourMax: "/GPU",
  allInPricePerHourMax: "/machine",
};

/** "raise price to $2.61/GPU". */
export function sayRelaxation(name: ConstraintName, before: OfferFilter, after: OfferFilter): string {
  const [was, now] = [before[name], after[name]];
  if (name === "includeSuppressed") return "take machines where launches failed lately";
  if (name === "gpuCount" && after.gpuCountMin != null)
    return `take ${after.gpuCountMin} to ${after.gpuCountMax} GPUs`;
  if (now == null) return `do not ask for ${figures[name] ?? flagWords[name] ?? listWords[name]}`;
  if (Array.isArray(now)) return `also take ${String(now.at(-1)).replace("_", " ")}`;
  const moved = Number(now) > Number(was) ? "raise" : "lower";
  const figure = typeof now === "bigint" ? `$${formatUsd(now).replace(/0{1,4}$/, "")}` : String(now);
  return `${moved} ${figures[name]} to ${figure}${units[name] ?? ""}`;
}

const flagWords: Partial<Record<ConstraintName, string>> = {
  verifiedOnly: "verified machines only",
  datacenterOnly: "data centres only",
  consumerOnly: "private hosts only",
};
const listWords: Partial<Record<ConstraintName, string>> = {
  gpuSockets: "a socket",
  countries: "a country",
};
