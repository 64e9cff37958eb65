import type { OfferFilter, OfferSearchFragment, OfferSort, OfferSortField } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import type { SortBy } from "#ui/data-table/columns.ts";
import { comparedMost } from "./comparison.ts";
import { countryName, kindWords, percent } from "./words.ts";

// What is looked for, and in which order. The server knows it as one line of text, which is what the
// address holds; here it is what that line says.

export interface OfferSearch {
  filter: OfferFilter;
  sort: readonly SortBy[];
}

export const defaultSort: readonly SortBy[] = [{ id: "price", desc: false }];
export const anyOffer: OfferSearch = { filter: {}, sort: defaultSort };

/** The disk that all-in prices are for, as the server takes it too. */
export function diskOf({ filter }: OfferSearch): number {
  return filter.allInDiskGb ?? (filter.diskGbMin ? Math.ceil(filter.diskGbMin) : 50);
}

/** What a search is known by: two that say the same have the same. */
export function keyOf({ filter, sort }: OfferSearch): string {
  const said = Object.entries(filter).filter(([, value]) => value != null);
  return JSON.stringify([said.toSorted(([a], [b]) => (a < b ? -1 : 1)), sort]);
}

/** A search with something of its filter changed; what is changed to nothing is looked for no more. */
export function narrow({ filter, sort }: OfferSearch, change: OfferFilter): OfferSearch {
  const terms = Object.entries({ ...filter, ...change }).filter(
    ([, value]) => value != null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return { filter: Object.fromEntries(terms), sort };
}

const columnFields: Record<string, OfferSortField> = {
  gpu: "GPU_MODEL",
  count: "GPU_COUNT",
  vram: "VRAM",
  totalVram: "TOTAL_VRAM",
  provider: "PROVIDER",
  region: "REGION",
  country: "COUNTRY",
  price: "PRICE_PER_GPU_HOUR",
  machine: "PRICE_PER_HOUR",
  allIn: "ALL_IN_PRICE_PER_HOUR",
  allInGpu: "ALL_IN_PRICE_PER_GPU_HOUR",
  reliability: "RELIABILITY",
  availability: "AVAILABILITY",
  vcpus: "VCPUS",
  ram: "RAM",
  disk: "DISK",
  network: "NETWORK_DOWN",
  networkUp: "NETWORK_UP",
  duration: "MAX_DURATION",
  priceAge: "PRICE_CHANGED_AT",
  known: "FIRST_SEEN_AT",
};

/** An age is ordered by an instant, and the youngest is the one that came last. */
const ages = new Set<OfferSortField>(["PRICE_CHANGED_AT", "FIRST_SEEN_AT"]);

/** Empty for the usual order, which is not worth saying. */
export function sortOf({ sort }: OfferSearch): OfferSort[] {
  const [first, second] = sort;
  if (first?.id === "price" && !first.desc && !second) return [];
  return sort.flatMap(({ id, desc }) => {
    const field = columnFields[id];
    if (!field) return [];
    return [{ field, direction: desc !== ages.has(field) ? "DESC" : "ASC" } satisfies OfferSort];
  });
}

/** What a line says, as the server read it. */
export function searchOf({ filter, sort }: OfferSearchFragment): OfferSearch {
  const { __typename: _, ...terms } = filter;
  const by = sort.flatMap(({ field, direction }): SortBy[] => {
    const id = Object.keys(columnFields).find((each) => columnFields[each] === field);
    return id ? [{ id, desc: (direction === "DESC") !== ages.has(field) }] : [];
  });
  return narrow({ filter: {}, sort: by.length > 0 ? by : defaultSort }, terms);
}

export interface Limit {
  label: string;
  without: OfferSearch;
}

type Amounts = Exclude<keyof OfferFilter, "allInDiskGb" | keyof typeof listWords>;

const listWords = {
  gpuModels: String,
  gpuSockets: (socket: string) => `${socket} socket`,
  countries: countryName,
  regions: (part: string) => `region “${part}”`,
  providers: String,
  kinds: (kind: string) => kindWords[kind as keyof typeof kindWords],
} as const satisfies Partial<Record<keyof OfferFilter, (value: string) => string>>;

const gigabytes = (what: string) => (gb: unknown) => `${String(gb)} GB ${what} or more`;
const dollars = (usd: unknown): string => formatUsd(String(usd));

const amountWords: Record<Amounts, (value: unknown) => string> = {
  gpuCount: (count) => (count === 1 ? "1 GPU" : `${String(count)} GPUs`),
  gpuCountMin: (count) => `at least ${String(count)} GPUs`,
  gpuCountMax: (count) => `at most ${String(count)} GPUs`,
  vramGbMin: gigabytes("VRAM"),
  vramGbMax: (gb) => `${String(gb)} GB VRAM or less`,
  totalVramGbMin: gigabytes("VRAM in all"),
  pricePerGpuHourMax: (usd) => `up to ${dollars(usd)} per GPU-hour`,
  pricePerGpuHourMin: (usd) => `from ${dollars(usd)} per GPU-hour`,
  allInPricePerGpuHourMax: (usd) => `up to ${dollars(usd)} per GPU-hour all-in`,
  allInPricePerHourMax: (usd) => `up to ${dollars(usd)} an hour all-in`,
  reliabilityMin: (share) => `${percent(Number(share))} reliable or more`,
  availabilityMin: (share) => `${percent(Number(share))} of launches work, or more`,
  cudaMin: (version) => `CUDA ${String(version)} or newer`,
  networkDownMbpsMin: (mbps) => `${String(mbps)} Mbit/s down or more`,
  networkUpMbpsMin: (mbps) => `${String(mbps)} Mbit/s up or more`,
  diskGbMin: gigabytes("disk"),
  ramGbMin: gigabytes("memory"),
  vcpusMin: (count) => `${String(count)} vCPUs or more`,
  maxDurationHoursMin: (hours) => `for ${String(hours)} h or longer`,
  verifiedOnly: () => "verified",
  datacenterOnly: () => "datacentre",
  consumerOnly: () => "private hosts",
  includeSuppressed: () => "also those that keep failing",
};

/** What narrows the search, one by one, each with the search that would be without it. */
export function limitsOf(search: OfferSearch, providerName: (id: string) => string): Limit[] {
  const { filter } = search;
  const lists = Object.entries(listWords).flatMap(([name, wordFor]): Limit[] => {
    const values = (filter[name as keyof typeof listWords] ?? []).map(String);
    return values.map((value) => ({
      label: name === "providers" ? providerName(value) : wordFor(value),
      without: narrow(search, { [name]: values.filter((each) => each !== value) }),
    }));
  });
  const amounts = Object.entries(amountWords).flatMap(([name, wordFor]): Limit[] => {
    const value = filter[name as Amounts];
    if (value == null || value === false) return [];
    return [{ label: wordFor(value), without: narrow(search, { [name]: null }) }];
  });
  return [...lists, ...amounts];
}

/** The address of a line, without "?": letters that an address may hold stay as they are, to be read. */
export function addressOf(line: string): string {
  if (line === "") return "";
  return `q=${encodeURIComponent(line).replaceAll("%20", "+").replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/")}`;
}

/** The offers that an address chooses to compare. */
export function comparedIn(params: Pick<URLSearchParams, "get">): string[] {
  const ids = (params.get("compare") ?? "").split(",").filter((id) => /^\w{1,40}$/.test(id));
  return [...new Set(ids)].slice(0, comparedMost);
}
