import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import type { PriceStep } from "../rules/price-steps.ts";
import { pricePoints, priceSeries } from "./price-tables.ts";

export type SeriesRow = typeof priceSeries.$inferSelect;
export type PriceKind = SeriesRow["kind"];
export type PriceSource = (typeof pricePoints.$inferSelect)["source"];

export interface SeriesFilter {
  gpuModels?: readonly string[] | null;
  gpuSockets?: readonly string[] | null;
  providers?: readonly string[] | null;
  regions?: readonly string[] | null;
  kinds?: readonly PriceKind[] | null;
}

/** Series of whole markets; of regions only where regions are asked for. In the order of their ids. */
export async function findSeries(
  { db }: Ctx,
  search: { filter?: SeriesFilter | null; ids?: readonly string[] | null; after?: string | null },
  limit: number,
): Promise<SeriesRow[]> {
  const { filter, ids, after } = search;
  return db
    .select()
    .from(priceSeries)
    .where(
      and(
        ids ? inArray(priceSeries.id, [...ids]) : whereMatches(filter ?? {}),
        after == null ? undefined : gt(priceSeries.id, after),
      ),
    )
    .orderBy(asc(priceSeries.id))
    .limit(limit);
}

function whereMatches(filter: SeriesFilter): SQL | undefined {
  return and(
    filter.regions ? inArray(priceSeries.region, [...filter.regions]) : isNull(priceSeries.region),
    filter.gpuModels ? inArray(priceSeries.gpuModel, [...filter.gpuModels]) : undefined,
    filter.gpuSockets ? inArray(priceSeries.gpuSocket, [...filter.gpuSockets]) : undefined,
    filter.providers ? inArray(priceSeries.providerId, [...filter.providers]) : undefined,
    filter.kinds ? inArray(priceSeries.kind, [...filter.kinds]) : undefined,
  );
}

export interface StepRow {
  series: number;
  at: Date;
  low: Usd;
  median: Usd;
  high: Usd;
  count: number;
  hours: number;
  sources: PriceSource[];
}

/**
 * What each step of each series holds; a step without a row is a gap. Of a longer step: its lowest low, the middle one
 * of its hours' medians, its highest high, and the most machines that were seen in one hour.
 */
export async function readSteps(
  { db }: Ctx,
  series: readonly number[],
  from: Date,
  to: Date,
  step: PriceStep,
): Promise<StepRow[]> {
  if (series.length === 0) return [];
  const at = sql<Date>`date_trunc(${sql.raw(`'${step}'`)}, ${pricePoints.hour}, 'UTC')`.mapWith(
    pricePoints.hour,
  );
  return db
    .select({
      series: pricePoints.series,
      at: at.as("at"),
      low: sql<bigint>`min(${pricePoints.low})`.mapWith(pricePoints.low),
      median: sql<bigint>`percentile_disc(0.5) within group (order by ${pricePoints.median})`.mapWith(
        pricePoints.median,
      ),
      high: sql<bigint>`max(${pricePoints.high})`.mapWith(pricePoints.high),
      count: sql<number>`max(${pricePoints.count})`,
      hours: sql<number>`count(*)::int`,
      sources: sql<PriceSource[]>`array_agg(distinct ${pricePoints.source})`,
    })
    .from(pricePoints)
    .where(
      and(
        inArray(pricePoints.series, [...series]),
        sql`${pricePoints.hour} >= ${from.toISOString()}::timestamptz`,
        sql`${pricePoints.hour} < ${to.toISOString()}::timestamptz`,
      ),
    )
    .groupBy(pricePoints.series, sql`at`);
}

/** What the low of a series usually was of its median since then; null where no hour is known. */
export async function readLowToMedian({ db }: Ctx, series: number, since: Date): Promise<number | null> {
  const [row] = await db
    .select({
      share: sql<number | null>`percentile_cont(0.5) within group (
        order by ${pricePoints.low}::float8 / ${pricePoints.median})`,
    })
    .from(pricePoints)
    .where(
      and(eq(pricePoints.series, series), sql`${pricePoints.hour} >= ${since.toISOString()}::timestamptz`),
    );
  return row?.share ?? null;
}

export interface MarketKey {
  providerId: string;
  gpuModel: string;
  gpuSocket: string | null;
  /** Null is the provider's whole market. */
  region: string | null;
  kind: PriceKind;
}

/** The medians of markets since then, in stretches of so many hours: one statement for all of them. */
export async function readMedians(
  { db }: Ctx,
  markets: readonly MarketKey[],
  from: Date,
  hoursAStretch: number,
): Promise<(MarketKey & { stretch: number; median: bigint })[]> {
  if (markets.length === 0) return [];
  const wanted = markets.map((market) =>
    and(
      eq(priceSeries.gpuModel, market.gpuModel),
      eq(priceSeries.providerId, market.providerId),
      isOrIsNull(priceSeries.gpuSocket, market.gpuSocket),
      isOrIsNull(priceSeries.region, market.region),
      eq(priceSeries.kind, market.kind),
    ),
  );
  const stretch = sql<number>`floor(extract(epoch from ${pricePoints.hour} - ${from.toISOString()}::timestamptz)
    / ${sql.raw(String(hoursAStretch * 3600))})::int`;
  return db
    .select({
      providerId: priceSeries.providerId,
      gpuModel: priceSeries.gpuModel,
      gpuSocket: priceSeries.gpuSocket,
      region: priceSeries.region,
      kind: priceSeries.kind,
      stretch: stretch.as("stretch"),
      median: sql<bigint>`percentile_disc(0.5) within group (order by ${pricePoints.median})`.mapWith(
        pricePoints.median,
      ),
    })
    .from(priceSeries)
    .innerJoin(pricePoints, eq(pricePoints.series, priceSeries.number))
    .where(and(or(...wanted), sql`${pricePoints.hour} >= ${from.toISOString()}::timestamptz`))
    .groupBy(priceSeries.number, sql`stretch`);
}

function isOrIsNull(column: AnyPgColumn, value: string | null): SQL {
  return value === null ? isNull(column) : eq(column, value);
}
