import { and, asc, count, desc, eq, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Ctx } from "../../platform/context.ts";
import { fixed } from "../../platform/db/prepared.ts";
import { USUAL_DISK_GB } from "../rules/all-in-price.ts";
import type { OfferFilter } from "../rules/filter.ts";
import { BY_PRICE, InvalidCursor, readCursor, type SortField, type SortKey } from "../rules/sort.ts";
import { allInPerGpuHour, allInPerHour } from "./all-in.ts";
import { whereMatches, whereMatchesNot } from "./filter.ts";
import { type OfferColumn, type OfferRow, selectOffers } from "./offer-rows.ts";
import { priceSeries } from "./price-tables.ts";
import { offers, providers } from "./tables.ts";

/** The offers with these ids, whatever their state, in no order. */
export async function readOffers({ db }: Ctx, ids: readonly string[]): Promise<OfferRow[]> {
  if (ids.length === 0) return [];
  return selectOffers(db, sql`where ${offers.id} = any(${sql.param([...ids])})`);
}

// What is not known counts as less than anything known, as in rules/sort.ts.
const sortable: Record<Exclude<SortField, `all_in_${string}`>, SQL | AnyPgColumn> = {
  price_per_gpu_hour: offers.pricePerGpuHour,
  price_per_hour: offers.pricePerHour,
  gpu_model: offers.gpuModel,
  gpu_count: offers.gpuCount,
  vram: offers.vramGb,
  reliability: sql`coalesce(${offers.reliability}, -1)`,
  price_changed_at: offers.priceChangedAt,
  region: offers.region,
  total_vram: sql`(${offers.gpuCount} * ${offers.vramGb})`,
  country: sql`coalesce(${offers.country}, '')`,
  provider: offers.providerId,
  network_down: sql`coalesce(${offers.networkDownMbps}, -1)`,
  network_up: sql`coalesce(${offers.networkUpMbps}, -1)`,
  disk: offers.diskGb,
  vcpus: offers.vcpus,
  ram: offers.ramGb,
  max_duration: sql`coalesce(${offers.maxDurationHours}, -1)`,
  first_seen_at: offers.firstSeenAt,
  availability: sql`coalesce(${offers.availability}, -1)`,
};

function orderedBy({ field, diskGb = USUAL_DISK_GB }: SortKey): SQL | AnyPgColumn {
  if (field === "all_in_price_per_hour") return allInPerHour(diskGb);
  if (field === "all_in_price_per_gpu_hour") return allInPerGpuHour(diskGb);
  return sortable[field];
}

/** A page of the listed offers, in the asked order; the id breaks ties, so that the order is one. */
export async function searchOffers(
  { db }: Ctx,
  search: {
    filter?: OfferFilter | null | undefined;
    sort: readonly SortKey[];
    after?: string | null | undefined;
    limit: number;
    /** Leaves out what this finds. */
    notMatching?: OfferFilter;
    /** The columns that are read, where it is not all of them. */
    only?: ReadonlySet<OfferColumn> | null;
  },
): Promise<OfferRow[]> {
  const where = and(
    whereMatches(search.filter),
    search.notMatching && whereMatchesNot(search.notMatching),
    behindCursor(search.sort, search.after),
  );
  const by = search.sort === BY_PRICE ? byPrice : orderOf(search.sort);
  return selectOffers(db, sql`where ${where} order by ${by} limit ${search.limit}`, search.only);
}

function orderOf(sort: readonly SortKey[]): SQL {
  const order = sort.map((key) => (key.descending ? desc(orderedBy(key)) : asc(orderedBy(key))));
  return sql.join([...order, asc(offers.id)], sql`, `);
}

const byPrice = fixed(orderOf(BY_PRICE));

// Rows behind (a, b, id): a later, or a equal and b later, or both equal and the id later.
function behindCursor(sort: readonly SortKey[], after: string | null | undefined): SQL | undefined {
  if (after == null) return undefined;
  const place = readCursor(sort, after);
  if (!place) throw new InvalidCursor();
  const alternatives: (SQL | undefined)[] = [];
  const equal: SQL[] = [];
  for (const [at, key] of sort.entries()) {
    const { descending } = key;
    const column = orderedBy(key);
    const value = place.values[at];
    alternatives.push(and(...equal, descending ? sql`${column} < ${value}` : sql`${column} > ${value}`));
    equal.push(sql`${column} = ${value}`);
  }
  alternatives.push(and(...equal, sql`${offers.id} > ${place.id}`));
  return or(...alternatives);
}

export async function countOffers({ db }: Ctx, filter: OfferFilter | null | undefined): Promise<number> {
  const [row] = await db.select({ count: count() }).from(offers).where(whereMatches(filter));
  return row?.count ?? 0;
}

export type FacetName = "gpuModels" | "gpuSockets" | "countries" | "regions" | "providers";

const facetColumns = {
  gpuModels: offers.gpuModel,
  gpuSockets: offers.gpuSocket,
  countries: offers.country,
  regions: offers.region,
  providers: offers.providerId,
} as const;

/** How many of the matching offers have each value; the facet's own filter is left aside. */
export async function countFacet(
  { db }: Ctx,
  name: FacetName,
  filter: OfferFilter | null | undefined,
): Promise<{ value: string; count: number }[]> {
  const column = facetColumns[name];
  const { [name]: _own, ...others } = filter ?? {};
  const rows = await db
    .select({ value: column, count: count() })
    .from(offers)
    .where(whereMatches(others))
    .groupBy(column)
    .orderBy(desc(count()), asc(column));
  return rows.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]));
}

/** Every model that is listed or has a history: offers are forgotten, and what they cost is not. */
export async function readGpuModels({ db }: Ctx): Promise<string[]> {
  const rows = await db
    .select({ model: offers.gpuModel })
    .from(offers)
    .union(db.select({ model: priceSeries.gpuModel }).from(priceSeries));
  return rows.map(({ model }) => model);
}

export async function readProviders({ db }: Ctx) {
  return db.select().from(providers).orderBy(asc(providers.name));
}

export async function countListedByProvider({ db }: Ctx): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: offers.providerId, count: count() })
    .from(offers)
    .where(eq(offers.state, "listed"))
    .groupBy(offers.providerId);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
