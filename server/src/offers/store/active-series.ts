import { inArray, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPrepared } from "../../platform/db/prepared.ts";
import type { MarketKey, SeriesRow } from "./price-history.ts";
import { pricePoints, priceSeries } from "./price-tables.ts";

export interface ActiveSeries extends SeriesRow {
  /** The last hour that something is known of. */
  lastHour: Date;
}

/** Every series of which an hour since then is known. */
export async function listActiveSeries({ db }: Ctx, since: Date): Promise<ActiveSeries[]> {
  const last = db
    .select({
      series: pricePoints.series,
      lastHour: sql<Date>`max(${pricePoints.hour})`.mapWith(pricePoints.hour).as("last_hour"),
    })
    .from(pricePoints)
    .where(sql`${pricePoints.hour} >= ${since.toISOString()}::timestamptz`)
    .groupBy(pricePoints.series)
    .as("last");
  const rows = await db
    .select({ series: priceSeries, lastHour: last.lastHour })
    .from(last)
    .innerJoin(priceSeries, sql`${priceSeries.number} = ${last.series}`)
    .orderBy(priceSeries.number);
  return rows.map(({ series, lastHour }) => ({ ...series, lastHour }));
}

/** The medians of one series, hour by hour: micro-dollars as a number, which holds them exactly. */
export interface SeriesHours {
  /** Hours since 1970, ascending. */
  hours: number[];
  medians: number[];
}

/**
 * The medians of many series, from an hour until before another. Each series is one row of two texts: as rows of
 * their own a thousand series of two months would be more than a million of them.
 */
export async function readSeriesHours(
  { db }: Ctx,
  series: readonly number[],
  from: Date,
  to: Date,
): Promise<Map<number, SeriesHours>> {
  if (series.length === 0) return new Map();
  const rows = await runPrepared<[number, string, string]>(
    db,
    sql`select series, string_agg((extract(epoch from hour)::bigint / 3600)::text, ' ' order by hour),
      string_agg(median::text, ' ' order by hour)
    from price_points
    where series = any(${`{${series.join(",")}}`}::int[]) and hour >= ${from.toISOString()}::timestamptz
      and hour < ${to.toISOString()}::timestamptz
    group by series`,
  );
  return new Map(
    rows.map(([number, hours, medians]) => [
      number,
      { hours: numbersIn(hours), medians: numbersIn(medians) },
    ]),
  );
}

function numbersIn(text: string): number[] {
  return text.split(" ").map(Number);
}

export async function readSeries({ db }: Ctx, numbers: readonly number[]): Promise<SeriesRow[]> {
  if (numbers.length === 0) return [];
  return db
    .select()
    .from(priceSeries)
    .where(inArray(priceSeries.number, [...numbers]));
}

/** The series of these markets, of those that there are. */
export async function findMarketSeries({ db }: Ctx, markets: readonly MarketKey[]): Promise<SeriesRow[]> {
  if (markets.length === 0) return [];
  const wanted = JSON.stringify(markets);
  return db
    .select()
    .from(priceSeries)
    .where(
      sql`exists (
        select from jsonb_to_recordset(${wanted}::jsonb) as wanted ("providerId" text, "gpuModel" text,
          "gpuSocket" text, region text, kind text)
        where wanted."gpuModel" = ${priceSeries.gpuModel} and wanted."providerId" = ${priceSeries.providerId}
          and wanted.kind = ${priceSeries.kind} and wanted."gpuSocket" is not distinct from ${priceSeries.gpuSocket}
          and wanted.region is not distinct from ${priceSeries.region})`,
    );
}
