import { and, desc, eq, gte, inArray, lt, lte, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { forecasts } from "./tables.ts";

export type ForecastRow = typeof forecasts.$inferSelect;
export type NewForecast = Omit<typeof forecasts.$inferInsert, "scoredDays">;

/** Writes those whose hour has no forecast yet, and says which these were: an hour has one for ever. */
export async function insertForecasts({ db }: Ctx, made: readonly NewForecast[]): Promise<Set<string>> {
  if (made.length === 0) return new Set();
  const rows = await db
    .insert(forecasts)
    .values([...made])
    .onConflictDoNothing({ target: [forecasts.series, forecasts.cutOff] })
    .returning({ id: forecasts.id });
  return new Set(rows.map(({ id }) => id));
}

/** The cut-off of the last forecast of each series that has one. */
export async function readLastCutOffs(
  { db }: Ctx,
  series: readonly number[],
  since: Date,
): Promise<Map<number, Date>> {
  if (series.length === 0) return new Map();
  const rows = await db
    .select({
      series: forecasts.series,
      last: sql<Date>`max(${forecasts.cutOff})`.mapWith(forecasts.cutOff),
    })
    .from(forecasts)
    .where(and(inArray(forecasts.series, [...series]), gte(forecasts.cutOff, since)))
    .groupBy(forecasts.series);
  return new Map(rows.map(({ series, last }) => [series, last]));
}

/** The last forecast of each series whose cut-off is not after `until`. */
export async function readLatest(
  { db }: Ctx,
  series: readonly number[],
  until: Date,
): Promise<Map<number, ForecastRow>> {
  if (series.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([forecasts.series])
    .from(forecasts)
    .where(and(inArray(forecasts.series, [...series]), lte(forecasts.cutOff, until)))
    .orderBy(forecasts.series, desc(forecasts.cutOff));
  return new Map(rows.map((row) => [row.series, row]));
}

/** The hours of a series that have a forecast. */
export async function readCutOffs({ db }: Ctx, series: number, from: Date): Promise<Set<number>> {
  const rows = await db
    .select({ cutOff: forecasts.cutOff })
    .from(forecasts)
    .where(and(eq(forecasts.series, series), gte(forecasts.cutOff, from)));
  return new Set(rows.map(({ cutOff }) => cutOff.getTime()));
}

/** Which series have forecasts that are not scored to their end. */
export async function listUnscoredSeries({ db }: Ctx, before: Date): Promise<number[]> {
  const rows = await db
    .selectDistinct({ series: forecasts.series })
    .from(forecasts)
    .where(and(lt(forecasts.scoredDays, 7), lte(forecasts.cutOff, before)))
    .orderBy(forecasts.series);
  return rows.map(({ series }) => series);
}

/** Some forecasts with a day that can be scored by now, each held by whoever scores it. */
export async function lockScorable(
  { db }: Ctx,
  until: ReadonlyMap<number, Date>,
  limit: number,
): Promise<ForecastRow[]> {
  if (until.size === 0) return [];
  const known = JSON.stringify([...until].map(([series, at]) => ({ series, at: at.toISOString() })));
  return db
    .select()
    .from(forecasts)
    .where(
      sql`scored_days < 7 and exists (
        select from jsonb_to_recordset(${known}::jsonb) as known (series integer, at timestamptz)
        where known.series = ${forecasts.series}
          and known.at >= ${forecasts.cutOff} + (${forecasts.scoredDays} + 1) * interval '24 hours')`,
    )
    .orderBy(forecasts.series, forecasts.cutOff)
    .limit(limit)
    .for("update", { skipLocked: true });
}

export async function noteScored({ db }: Ctx, scored: ReadonlyMap<string, number>): Promise<void> {
  if (scored.size === 0) return;
  const rows = JSON.stringify([...scored].map(([id, days]) => ({ id, days })));
  await db.execute(sql`
    update forecasts f set scored_days = done.days
    from jsonb_to_recordset(${rows}::jsonb) as done (id text, days smallint) where done.id = f.id`);
}

/** Of what lies before, one forecast a day stays, and before `dailyBefore` none. */
export async function deleteOld({ db }: Ctx, before: Date, dailyBefore: Date): Promise<void> {
  await db.execute(sql`
    delete from forecasts where scored_days = 7 and (
      cut_off < ${dailyBefore.toISOString()}::timestamptz
      or (cut_off < ${before.toISOString()}::timestamptz and extract(hour from cut_off at time zone 'UTC') <> 23))`);
}
