import { and, asc, count, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Ctx } from "../../platform/context.ts";
import type { OfferFilter } from "../rules/filter.ts";
import { InvalidCursor, readCursor, type SortField, type SortKey } from "../rules/sort.ts";
import { whereMatches } from "./filter.ts";
import { offers, providers } from "./tables.ts";

const columns = {
  id: offers.id,
  providerId: offers.providerId,
  externalId: offers.externalId,
  kind: offers.kind,
  gpuModel: offers.gpuModel,
  gpuSocket: offers.gpuSocket,
  gpuRawName: offers.gpuRawName,
  gpuCount: offers.gpuCount,
  vramGb: offers.vramGb,
  pricePerGpuHour: offers.pricePerGpuHour,
  pricePerHour: offers.pricePerHour,
  previousPricePerGpuHour: offers.previousPricePerGpuHour,
  diskPricePerGbMonth: offers.diskPricePerGbMonth,
  vcpus: offers.vcpus,
  ramGb: offers.ramGb,
  diskGb: offers.diskGb,
  region: offers.region,
  country: offers.country,
  reliability: offers.reliability,
  cudaVersion: offers.cudaVersion,
  networkDownMbps: offers.networkDownMbps,
  networkUpMbps: offers.networkUpMbps,
  datacenter: offers.datacenter,
  verified: offers.verified,
  maxDurationHours: offers.maxDurationHours,
  state: offers.state,
  firstSeenAt: offers.firstSeenAt,
  observedAt: offers.observedAt,
  priceChangedAt: offers.priceChangedAt,
  missed: offers.missed,
  provider: {
    id: providers.id,
    name: providers.name,
    connected: providers.connected,
    lastListedAt: providers.lastListedAt,
    lastErrorAt: providers.lastErrorAt,
    lastError: providers.lastError,
  },
};

export type OfferRow = Awaited<ReturnType<typeof readOffers>>[number];

/** The offers with these ids, whatever their state, in no order. */
export async function readOffers({ db }: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .select(columns)
    .from(offers)
    .innerJoin(providers, eq(offers.providerId, providers.id))
    .where(inArray(offers.id, [...ids]));
}

// What may be missing sorts last in either direction, as a reader expects of an unknown.
const sortable: Record<SortField, SQL | AnyPgColumn> = {
  price_per_gpu_hour: offers.pricePerGpuHour,
  price_per_hour: offers.pricePerHour,
  gpu_model: offers.gpuModel,
  gpu_count: offers.gpuCount,
  vram: offers.vramGb,
  reliability: sql`coalesce(${offers.reliability}, -1)`,
  price_changed_at: offers.priceChangedAt,
  region: offers.region,
};

/** A page of the listed offers, in the asked order; the id breaks ties, so that the order is one. */
export async function searchOffers(
  { db }: Ctx,
  search: {
    filter?: OfferFilter | null | undefined;
    sort: readonly SortKey[];
    after?: string | null | undefined;
    limit: number;
  },
): Promise<OfferRow[]> {
  const order = search.sort.map(({ field, descending }) =>
    descending ? desc(sortable[field]) : asc(sortable[field]),
  );
  return db
    .select(columns)
    .from(offers)
    .innerJoin(providers, eq(offers.providerId, providers.id))
    .where(and(whereMatches(search.filter), behindCursor(search.sort, search.after)))
    .orderBy(...order, asc(offers.id))
    .limit(search.limit);
}

// Rows behind (a, b, id): a later, or a equal and b later, or both equal and the id later.
function behindCursor(sort: readonly SortKey[], after: string | null | undefined): SQL | undefined {
  if (after == null) return undefined;
  const place = readCursor(sort, after);
  if (!place) throw new InvalidCursor();
  const alternatives: (SQL | undefined)[] = [];
  const equal: SQL[] = [];
  for (const [at, { field, descending }] of sort.entries()) {
    const column = sortable[field];
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

export type FacetName = "gpuModels" | "countries" | "providers";

const facetColumns = {
  gpuModels: offers.gpuModel,
  countries: offers.country,
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

export async function readProviders({ db }: Ctx) {
  return db.select(columns.provider).from(providers).orderBy(asc(providers.name));
}

export async function countListedByProvider({ db }: Ctx): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: offers.providerId, count: count() })
    .from(offers)
    .where(eq(offers.state, "listed"))
    .groupBy(offers.providerId);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
