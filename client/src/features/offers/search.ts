import type { OfferFilter, OfferKind, OfferSort, OfferSortField } from "#gql/graphql.ts";
import { decimal, formatUsd, micros, parseUsd } from "#lib/money.ts";
import type { SortBy } from "#ui/data-table/columns.ts";
import { comparedMost } from "./comparison.ts";
import { countryName, kindWords, percent } from "./words.ts";

// What is looked for, and how it is ordered, is in the address: a link to it shows the same offers to
// whoever follows it. What an address says that makes no sense is left out, not complained about.

export interface OfferSearch {
  gpus: readonly string[];
  countries: readonly string[];
  providers: readonly string[];
  kind: OfferKind | null;
  countMin: number | null;
  countMax: number | null;
  vramMin: number | null;
  priceMax: string | null;
  reliabilityMin: number | null;
  verified: boolean;
  datacenter: boolean;
  sort: readonly SortBy[];
  /** The disk that all-in prices are for. */
  diskGb: number;
}

const defaultDiskGb = 50;
export const defaultSort: readonly SortBy[] = [{ id: "price", desc: false }];

export const anyOffer: OfferSearch = {
  gpus: [],
  countries: [],
  providers: [],
  kind: null,
  countMin: null,
  countMax: null,
  vramMin: null,
  priceMax: null,
  reliabilityMin: null,
  verified: false,
  datacenter: false,
  sort: defaultSort,
  diskGb: defaultDiskGb,
};

const sortFields: Record<string, OfferSortField> = {
  count: "GPU_COUNT",
  gpu: "GPU_MODEL",
  vram: "VRAM",
  region: "REGION",
  price: "PRICE_PER_GPU_HOUR",
  machine: "PRICE_PER_HOUR",
  reliability: "RELIABILITY",
  priceAge: "PRICE_CHANGED_AT",
};

function isSortable(columnId: string): boolean {
  return columnId in sortFields;
}

export function searchIn(params: URLSearchParams): OfferSearch {
  const price = parseUsd(params.get("price") ?? "");
  return {
    gpus: listIn(params, "gpu"),
    countries: listIn(params, "country"),
    providers: listIn(params, "provider"),
    kind:
      params.get("kind") === kindWords.ON_DEMAND
        ? "ON_DEMAND"
        : params.get("kind") === kindWords.INTERRUPTIBLE
          ? "INTERRUPTIBLE"
          : null,
    countMin: numberIn(params, "min", 1, 1_000),
    countMax: numberIn(params, "max", 1, 1_000),
    vramMin: numberIn(params, "vram", 1, 10_000),
    priceMax: price !== null && micros(price) > 0n ? price : null,
    reliabilityMin: fractionIn(params, "reliability"),
    verified: params.get("verified") === "1",
    datacenter: params.get("datacenter") === "1",
    sort: sortIn(params.get("sort")),
    diskGb: numberIn(params, "disk", 1, 100_000) ?? defaultDiskGb,
  };
}

/** The offers that an address chooses to compare. */
export function comparedIn(params: Pick<URLSearchParams, "get">): string[] {
  const ids = (params.get("compare") ?? "").split(",").filter((id) => /^\w{1,40}$/.test(id));
  return [...new Set(ids)].slice(0, comparedMost);
}

/** The address of a search, without "?": the same search always has the same address. */
export function addressOf(search: OfferSearch): string {
  const params = new URLSearchParams();
  for (const gpu of search.gpus) params.append("gpu", gpu);
  for (const country of search.countries) params.append("country", country);
  for (const provider of search.providers) params.append("provider", provider);
  const set = (name: string, value: string | number | null): void => {
    if (value !== null) params.set(name, String(value));
  };
  set("kind", search.kind && kindWords[search.kind]);
  set("min", search.countMin);
  set("max", search.countMax);
  set("vram", search.vramMin);
  set("price", search.priceMax && plainPrice(search.priceMax));
  set("reliability", search.reliabilityMin);
  set("verified", search.verified ? 1 : null);
  set("datacenter", search.datacenter ? 1 : null);
  const sort = search.sort.map(({ id, desc }) => (desc ? `-${id}` : id)).join(",");
  set("sort", sort === "price" ? null : sort);
  set("disk", search.diskGb === defaultDiskGb ? null : search.diskGb);
  // A comma may stand in an address as it is, and is easier to read so.
  return params.toString().replaceAll("%2C", ",");
}

export function filterOf(search: OfferSearch): OfferFilter {
  const filter: OfferFilter = {};
  if (search.gpus.length > 0) filter.gpuModels = [...search.gpus];
  if (search.countries.length > 0) filter.countries = [...search.countries];
  if (search.providers.length > 0) filter.providers = [...search.providers];
  if (search.kind) filter.kinds = [search.kind];
  if (search.countMin !== null) filter.gpuCountMin = search.countMin;
  if (search.countMax !== null) filter.gpuCountMax = search.countMax;
  if (search.vramMin !== null) filter.vramGbMin = search.vramMin;
  if (search.priceMax !== null) filter.pricePerGpuHourMax = search.priceMax;
  if (search.reliabilityMin !== null) filter.reliabilityMin = search.reliabilityMin;
  if (search.verified) filter.verifiedOnly = true;
  if (search.datacenter) filter.datacenterOnly = true;
  return filter;
}

export function sortOf(search: OfferSearch): OfferSort[] {
  return search.sort.flatMap(({ id, desc }) => {
    const field = sortFields[id];
    if (!field) return [];
    // The youngest price is the one that changed last.
    const isDescending = field === "PRICE_CHANGED_AT" ? !desc : desc;
    return [{ field, direction: isDescending ? "DESC" : "ASC" } satisfies OfferSort];
  });
}

export interface Limit {
  label: string;
  without: OfferSearch;
}

/** What narrows the search, one by one, each with the search that would be without it. */
export function limitsOf(search: OfferSearch, providerName: (id: string) => string): Limit[] {
  const limits: Limit[] = [];
  const add = (label: string, change: Partial<OfferSearch>): void => {
    limits.push({ label, without: { ...search, ...change } });
  };
  for (const gpu of search.gpus) add(gpu, { gpus: search.gpus.filter((each) => each !== gpu) });
  for (const country of search.countries) {
    add(countryName(country), { countries: search.countries.filter((each) => each !== country) });
  }
  for (const id of search.providers) {
    add(providerName(id), { providers: search.providers.filter((each) => each !== id) });
  }
  if (search.kind) add(kindWords[search.kind], { kind: null });
  if (search.countMin !== null) add(`at least ${search.countMin} GPUs`, { countMin: null });
  if (search.countMax !== null) add(`at most ${search.countMax} GPUs`, { countMax: null });
  if (search.vramMin !== null) add(`${search.vramMin} GB VRAM or more`, { vramMin: null });
  if (search.priceMax !== null) add(`up to ${formatUsd(search.priceMax)} per GPU-hour`, { priceMax: null });
  if (search.reliabilityMin !== null) {
    add(`${percent(search.reliabilityMin)} reliable or more`, { reliabilityMin: null });
  }
  if (search.verified) add("verified", { verified: false });
  if (search.datacenter) add("datacentre", { datacenter: false });
  return limits;
}

function plainPrice(usd: string): string {
  return decimal(micros(usd)).replace(/0+$/, "").replace(/\.$/, "");
}

function listIn(params: URLSearchParams, name: string): string[] {
  return [...new Set(params.getAll(name).filter((value) => value !== "" && value.length <= 60))].slice(0, 40);
}

function numberIn(params: URLSearchParams, name: string, least: number, most: number): number | null {
  const text = params.get(name);
  if (text === null || !/^\d{1,6}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}

function fractionIn(params: URLSearchParams, name: string): number | null {
  const text = params.get(name);
  if (text === null || !/^0?\.\d{1,6}$/.test(text)) return null;
  return Number(text);
}

function sortIn(text: string | null): readonly SortBy[] {
  const sort: SortBy[] = [];
  for (const word of (text ?? "").split(",")) {
    const desc = word.startsWith("-");
    const id = desc ? word.slice(1) : word;
    if (isSortable(id) && !sort.some((by) => by.id === id)) sort.push({ id, desc });
  }
  return sort.length > 0 ? sort : defaultSort;
}
