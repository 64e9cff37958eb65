import type { OfferFilter } from "./filter.ts";
import { flags, kinds, measures, type OfferSearch, sortNames, writePrice } from "./search-terms.ts";
import { writeValue } from "./search-words.ts";

/**
 * The one line that says a search: parse-search.ts reads it back as the same. Null for the few that no
 * line can say, because they look for one of nothing.
 */
export function printSearch({ filter, sort }: OfferSearch): string | null {
  const lists = [
    filter.gpuModels,
    filter.gpuSockets,
    filter.countries,
    filter.regions,
    filter.providers,
    filter.kinds,
  ];
  if (lists.some((list) => list?.length === 0)) return null;
  const words = [
    list(
      "",
      filter.gpuModels?.map((model) => writeValue(model.toLowerCase().replaceAll(" ", "-"))),
    ),
    list(
      "socket:",
      filter.gpuSockets?.map((socket) => socket.toLowerCase()),
    ),
    count(filter),
    price("<", filter.pricePerGpuHourMax, "gpu"),
    price(">", filter.pricePerGpuHourMin, "gpu"),
    price("allin<", filter.allInPricePerGpuHourMax, "gpu"),
    price("allin<", filter.allInPricePerHourMax, "machine"),
    filter.allInDiskGb == null ? "" : `disk:${filter.allInDiskGb}`,
    ...Object.entries(measures).flatMap(([name, { least, most }]) => [
      least && filter[least] != null ? `${name}>${filter[least]}` : "",
      most && filter[most] != null ? `${name}<${filter[most]}` : "",
    ]),
    filter.cudaMin == null ? "" : `cuda>${filter.cudaMin}`,
    list(
      "region:",
      filter.countries?.map((code) => code.toLowerCase()),
    ),
    list(
      "region:",
      filter.regions?.map((part) => writeValue(part, /^[a-z]{2}$/i.test(part))),
    ),
    list(
      "provider:",
      filter.providers?.map((id) => writeValue(id)),
    ),
    kindWords(filter),
    ...Object.entries(flags).map(([name, flag]) => (filter[flag] ? name : "")),
    list(
      "sort:",
      sort.length === 0
        ? null
        : sort.map(({ field, descending }) => (descending ? "-" : "") + sortNames[field]),
    ),
  ];
  return words.filter((word) => word !== "").join(" ");
}

function list(start: string, values: readonly string[] | null | undefined): string {
  return values ? start + values.join(",") : "";
}

function count({ gpuCount, gpuCountMin, gpuCountMax }: OfferFilter): string {
  const exact = gpuCount == null ? "" : `x${gpuCount} `;
  if (gpuCountMin != null && gpuCountMax != null) return `${exact}x${gpuCountMin}-${gpuCountMax}`;
  if (gpuCountMin != null) return `${exact}x${gpuCountMin}+`;
  if (gpuCountMax != null) return `${exact}x-${gpuCountMax}`;
  return exact.trimEnd();
}

function price(start: string, amount: bigint | null | undefined, per: "gpu" | "machine"): string {
  return amount == null ? "" : `${start}${writePrice(amount)}/${per}`;
}

function kindWords(filter: OfferFilter): string {
  const names = filter.kinds?.map((kind) => kinds[kind]);
  return names?.length === 1 ? (names[0] ?? "") : list("kind:", names);
}
