import { formatUsd, parseUsd, type Usd } from "../../values/money.ts";
import type { OfferFilter, OfferKind } from "./filter.ts";
import type { SortField } from "./sort.ts";

// The words of the search line and what each stands for, in one place for reading and for writing.

export interface OfferSearch {
  filter: OfferFilter;
  sort: readonly { field: SortField; descending: boolean }[];
}

type NamesOf<T> = {
  [Name in keyof OfferFilter]-?: OfferFilter[Name] extends T | null | undefined ? Name : never;
};
type NameOf<T> = NamesOf<T>[keyof OfferFilter];

/** A figure that an offer has to reach, or must not exceed. */
export interface Measure {
  least?: NameOf<number>;
  most?: NameOf<number>;
  /** What stands behind the figure when it is written, and what one of it is worth. */
  units: Readonly<Record<string, number>>;
  whole?: boolean;
}

const gigabytes = { "": 1, gb: 1, gib: 1, tb: 1000 };
const megabits = { "": 1, mbps: 1, mbit: 1, gbps: 1000, gbit: 1000 };

export const measures: Readonly<Record<string, Measure>> = {
  vram: { least: "vramGbMin", most: "vramGbMax", units: gigabytes },
  "total-vram": { least: "totalVramGbMin", units: gigabytes },
  reliability: { least: "reliabilityMin", units: { "": 1, "%": 0.01 } },
  availability: { least: "availabilityMin", units: { "": 1, "%": 0.01 } },
  down: { least: "networkDownMbpsMin", units: megabits },
  up: { least: "networkUpMbpsMin", units: megabits },
  disk: { least: "diskGbMin", units: gigabytes },
  vcpus: { least: "vcpusMin", units: { "": 1 }, whole: true },
  ram: { least: "ramGbMin", units: gigabytes },
  duration: { least: "maxDurationHoursMin", units: { "": 1, h: 1, d: 24 } },
};

/** Words that are whole by themselves. */
export const flags: Readonly<Record<string, NameOf<boolean>>> = {
  verified: "verifiedOnly",
  datacenter: "datacenterOnly",
  consumer: "consumerOnly",
  suppressed: "includeSuppressed",
};

export const kinds: Readonly<Record<OfferKind, string>> = {
  on_demand: "on-demand",
  interruptible: "interruptible",
};

/** Other ways of saying one of the words. */
export const sayings: Readonly<Record<string, string>> = {
  datacentre: "datacenter",
  secure: "datacenter",
  community: "consumer",
  spot: "interruptible",
  ondemand: "on-demand",
  cpus: "vcpus",
  vcpu: "vcpus",
  memory: "ram",
  totalvram: "total-vram",
  country: "region",
  all: "allin",
  "all-in": "allin",
  order: "sort",
};

export const sortNames: Readonly<Record<SortField, string>> = {
  price_per_gpu_hour: "price",
  price_per_hour: "machine-price",
  all_in_price_per_gpu_hour: "allin",
  all_in_price_per_hour: "machine-allin",
  gpu_model: "gpu",
  gpu_count: "count",
  vram: "vram",
  total_vram: "total-vram",
  reliability: "reliability",
  availability: "availability",
  price_changed_at: "changed",
  region: "region",
  country: "country",
  provider: "provider",
  network_down: "down",
  network_up: "up",
  disk: "disk",
  vcpus: "vcpus",
  ram: "ram",
  max_duration: "duration",
  first_seen_at: "seen",
};

/** Providers as they are written in one word, “Vast.ai” or “blue-lobster”, without what stands between its letters. */
export const providerWords: ReadonlyMap<string, string> = new Map([
  ["vast", "vast"],
  ["vastai", "vast"],
  ["tensordock", "tensordock"],
  ["bluelobster", "bluelobster"],
]);

/** Words with a colon or a comparison that stand for something else than a measure. */
export const otherNames = ["gpu", "socket", "region", "provider", "kind", "cuda", "allin", "sort"];

/** Null for what is no figure with one of these units. */
export function readMeasure({ units, whole }: Measure, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)([a-z%]*)$/i.exec(text);
  const [, figure = "", unit = ""] = match ?? [];
  const worth = units[unit.toLowerCase()];
  if (!match || worth === undefined) return null;
  // Divided rather than multiplied where the unit is a part, so that 98 % is 0.98.
  const value = worth < 1 ? Number(figure) / Math.round(1 / worth) : Number(figure) * worth;
  if (!Number.isFinite(value) || (whole && !(Number.isInteger(value) && value <= MOST_WHOLE))) return null;
  return value;
}

export const MOST_WHOLE = 2 ** 31 - 1;

/** "$2.50/gpu" is 2.50 for one GPU, "20/machine" is 20 for all of them; without either it is for one. */
export function readPrice(text: string): { amount: Usd; per: "gpu" | "machine" } | null {
  const match = /^\$?(\d{1,12}(?:\.\d{1,6})?)(?:\/(gpu|machine))?$/i.exec(text);
  if (!match) return null;
  const [, amount = "", per = "gpu"] = match;
  return { amount: parseUsd(amount), per: per.toLowerCase() === "gpu" ? "gpu" : "machine" };
}

/** "2.50", with as many places as it needs and two at least. */
export function writePrice(amount: Usd): string {
  return formatUsd(amount).replace(/0{1,4}$/, "");
}
