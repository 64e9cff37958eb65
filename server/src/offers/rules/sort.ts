import { z } from "zod";
import { isWhole } from "../../values/text.ts";
import { allInPrice, type AllInPrices, USUAL_DISK_GB } from "./all-in-price.ts";

export const sortFields = [
  "price_per_gpu_hour",
  "price_per_hour",
  "gpu_model",
  "gpu_count",
  "vram",
  "reliability",
  "price_changed_at",
  "region",
  "all_in_price_per_hour",
  "all_in_price_per_gpu_hour",
  "total_vram",
  "country",
  "provider",
  "network_down",
  "network_up",
  "disk",
  "vcpus",
  "ram",
  "max_duration",
  "first_seen_at",
  "availability",
] as const;
export type SortField = (typeof sortFields)[number];

export interface SortKey {
  field: SortField;
  descending: boolean;
  /** The disk that all-in prices are for. */
  diskGb?: number;
}

/** Cheapest first, unless asked otherwise. */
export const BY_PRICE: readonly SortKey[] = [{ field: "price_per_gpu_hour", descending: false }];

export class InvalidCursor extends Error {}

/** The same field twice orders nothing the second time. */
export function normalizeSort(
  sort: readonly SortKey[] | null | undefined,
  diskGb: number = USUAL_DISK_GB,
): readonly SortKey[] {
  const seen = new Set<SortField>();
  const keys = (sort ?? []).filter(({ field }) => !seen.has(field) && seen.add(field));
  if (keys.length === 0) return BY_PRICE;
  return keys.map((key) => (key.field.startsWith("all_in") ? { ...key, diskGb } : key));
}

interface Sortable extends AllInPrices {
  id: string;
  pricePerGpuHour: bigint;
  gpuModel: string;
  vramGb: number;
  reliability: number | null;
  availability: number | null;
  priceChangedAt: Date;
  firstSeenAt: Date;
  region: string;
  country: string | null;
  providerId: string;
  networkDownMbps: number | null;
  networkUpMbps: number | null;
  diskGb: number;
  vcpus: number;
  ramGb: number;
  maxDurationHours: number | null;
}

// What is not known counts as less than anything known.
const valueOf: Record<SortField, (row: Sortable, diskGb: number) => string | number> = {
  price_per_gpu_hour: (row) => row.pricePerGpuHour.toString(),
  price_per_hour: (row) => row.pricePerHour.toString(),
  gpu_model: (row) => row.gpuModel,
  gpu_count: (row) => row.gpuCount,
  vram: (row) => row.vramGb,
  reliability: (row) => row.reliability ?? -1,
  price_changed_at: (row) => row.priceChangedAt.toISOString(),
  region: (row) => row.region,
  all_in_price_per_hour: (row, diskGb) => allInPrice(row, diskGb).pricePerHour.toString(),
  all_in_price_per_gpu_hour: (row, diskGb) => allInPrice(row, diskGb).pricePerGpuHour.toString(),
  total_vram: (row) => row.gpuCount * row.vramGb,
  country: (row) => row.country ?? "",
  provider: (row) => row.providerId,
  network_down: (row) => row.networkDownMbps ?? -1,
  network_up: (row) => row.networkUpMbps ?? -1,
  disk: (row) => row.diskGb,
  vcpus: (row) => row.vcpus,
  ram: (row) => row.ramGb,
  max_duration: (row) => row.maxDurationHours ?? -1,
  first_seen_at: (row) => row.firstSeenAt.toISOString(),
  availability: (row) => row.availability ?? -1,
};

const text = z.string().max(200).refine(isWhole);
const amount = z.string().regex(/^-?\d{1,18}$/);
const instant = z.string().refine((value) => /^[1-9]\d{3}-/.test(value) && isInstant(value));

/** As they stand in a cursor: what was not written so would not be understood by the database. */
const written: Record<SortField, z.ZodType> = {
  price_per_gpu_hour: amount,
  price_per_hour: amount,
  gpu_model: text,
  gpu_count: z.int32(),
  vram: z.number(),
  reliability: z.number(),
  price_changed_at: instant,
  region: text,
  all_in_price_per_hour: amount,
  all_in_price_per_gpu_hour: amount,
  total_vram: z.number(),
  country: text,
  provider: text,
  network_down: z.number(),
  network_up: z.number(),
  disk: z.number(),
  vcpus: z.int32(),
  ram: z.number(),
  max_duration: z.number(),
  first_seen_at: instant,
  availability: z.number(),
};

function isInstant(value: string): boolean {
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString() === value;
}

/** A page's cursor holds the values the order goes by, so that the next page begins there even if the row is gone. */
export function writeCursor(sort: readonly SortKey[], row: Sortable): string {
  const place = [
    signature(sort),
    row.id,
    ...sort.map(({ field, diskGb = USUAL_DISK_GB }) => valueOf[field](row, diskGb)),
  ];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

const place = z.array(z.union([z.string().max(200), z.number()])).max(sortFields.length + 2);

/** Null for a cursor that is not ours, or of a list in another order. */
export function readCursor(
  sort: readonly SortKey[],
  cursor: string,
): { id: string; values: (string | number)[] } | null {
  let parsed: z.infer<typeof place>;
  try {
    parsed = place.parse(JSON.parse(Buffer.from(cursor.slice(0, 2_000), "base64url").toString("utf8")));
  } catch {
    return null;
  }
  const [order, id, ...values] = parsed;
  if (order !== signature(sort) || values.length !== sort.length) return null;
  const known = text.safeParse(id);
  const fits = sort.every(({ field }, at) => written[field].safeParse(values[at]).success);
  return known.success && fits ? { id: known.data, values } : null;
}

function signature(sort: readonly SortKey[]): string {
  return sort
    .map(({ field, descending, diskGb }) => {
      const disk = diskGb === undefined ? "" : `:${diskGb}`;
      return (descending ? "-" : "") + sortFields.indexOf(field) + disk;
    })
    .join(",");
}
