import { inArray, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPrepared } from "../../platform/db/prepared.ts";
import type { PriceRuns } from "../../values/price-runs.ts";
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

/** The medians of many series, from an hour until before another. */
export async function readPriceRuns(
  { db }: Ctx,
  series: readonly number[],
  from: Date,
  to: Date,
): Promise<Map<number, PriceRuns>> {
  if (series.length === 0) return new Map();
  // A row for each series, and in it numbers as the bytes they have in memory: a thousand series of two months are more
  // than a million hours, and whoever else asks would wait while they were read.
  const rows = await runPrepared<[number, number, Buffer]>(
    db,
    sql`select series, date_part('epoch', max(hour)) / 3600,
      string_agg(
        float8send(date_part('epoch', hour) / 3600) || float8send(date_part('epoch', coalesce(before, hour)) / 3600) || float8send(median),
        ''::bytea order by hour
      ) filter (where before is null or before < hour - interval '1 hour' or was <> median)
    from (
      select series, hour, median, lag(hour) over hours as before, lag(median) over hours as was
      from price_points
      where series = any(${`{${series.join(",")}}`}::int[]) and hour >= ${from.toISOString()}::timestamptz
        and hour < ${to.toISOString()}::timestamptz
      window hours as (partition by series order by hour)
    ) known
    group by series`,
  );
  return new Map(rows.map(([number, last, begins]) => [number, toRuns(begins, last)]));
}

/** Of each run its first hour, the hour known before it, and the price. The database sends a number's highest byte first. */
function toRuns(begins: Buffer, last: number): PriceRuns {
  const runs = new Float64Array(begins.length / 8);
  for (let at = 0; at < runs.length; at += 3) {
    const isLast = at + 3 === runs.length;
    runs[at] = begins.readDoubleBE(at * 8);
    runs[at + 1] = isLast ? last : begins.readDoubleBE((at + 4) * 8);
    runs[at + 2] = begins.readDoubleBE((at + 2) * 8);
  }
  return runs;
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
