import { and, gte, inArray, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Ctx } from "../../platform/context.ts";
import { add, nothing, type Score } from "../rules/score.ts";
import { forecastScores, forecastSeries } from "./tables.ts";

export interface ScoreKey {
  series: number;
  /** "2026-11-20", in UTC. */
  day: string;
  horizonDay: number;
  replayed: boolean;
}

export type KeptScore = ScoreKey & Score;

export async function addScores({ db }: Ctx, scores: readonly KeptScore[]): Promise<void> {
  if (scores.length === 0) return;
  const summed = (column: string) => sql.raw(`forecast_scores.${column} + excluded.${column}`);
  const summedEach = (column: string) =>
    sql.raw(
      `(select array_agg(a + b order by place) from unnest(forecast_scores.${column}, excluded.${column})
        with ordinality as each (a, b, place))`,
    );
  await db
    .insert(forecastScores)
    .values([...scores])
    .onConflictDoUpdate({
      target: [forecastScores.series, forecastScores.day, forecastScores.horizonDay, forecastScores.replayed],
      set: {
        forecasts: summed("forecasts"),
        hours: summed("hours"),
        error: summed("error"),
        naiveError: summed("naive_error"),
        pinball: summed("pinball"),
        in80: summed("in_80"),
        in95: summed("in_95"),
        width80: summed("width_80"),
        width95: summed("width_95"),
        below: summedEach("below"),
        atMost: summedEach("at_most"),
      },
    });
}

export interface Summed extends Score {
  series: number;
  horizonDay: number;
  replayed: boolean;
}

/**
 * Sums of what was forecast since that day, of all series or of some; and where `overBy` is given, only of hours that
 * were over then. A day's forecasts are one sum, so they count once the last hour of the last of them is over.
 */
export async function readScores(
  { db }: Ctx,
  since: Date,
  series: readonly number[] | null,
  overBy: Date | null = null,
): Promise<Summed[]> {
  if (series?.length === 0) return [];
  const s = forecastScores;
  const total = (column: AnyPgColumn) => sql<number>`sum(${column})::float8`;
  const places = Array.from({ length: 9 }, (_, place) => place + 1);
  const each = (column: string) =>
    sql<number[]>`array[${sql.raw(places.map((place) => `sum(${column}[${place}])::int`).join(", "))}]`;
  return db
    .select({
      series: s.series,
      horizonDay: s.horizonDay,
      replayed: s.replayed,
      forecasts: total(s.forecasts),
      hours: total(s.hours),
      error: total(s.error),
      naiveError: total(s.naiveError),
      pinball: total(s.pinball),
      in80: total(s.in80),
      in95: total(s.in95),
      width80: total(s.width80),
      width95: total(s.width95),
      below: each("below"),
      atMost: each("at_most"),
    })
    .from(s)
    .where(
      and(
        gte(s.day, dayOf(since)),
        overBy === null ? undefined : sql`${s.day} + 1 + ${s.horizonDay} <= ${dayOf(overBy)}::date`,
        series === null ? undefined : inArray(s.series, [...series]),
      ),
    )
    .groupBy(s.series, s.horizonDay, s.replayed);
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** One score for each key, in the order in which they come first. */
export function sumBy<Key>(scores: readonly Summed[], keyOf: (score: Summed) => Key): Map<Key, Score> {
  const sums = new Map<Key, Score>();
  for (const score of scores) {
    const key = keyOf(score);
    sums.set(key, add(sums.get(key) ?? nothing(), score));
  }
  return sums;
}

export type SeriesState = typeof forecastSeries.$inferSelect;

export async function readStates({ db }: Ctx, series: readonly number[]): Promise<Map<number, SeriesState>> {
  if (series.length === 0) return new Map();
  const rows = await db
    .select()
    .from(forecastSeries)
    .where(inArray(forecastSeries.series, [...series]));
  return new Map(rows.map((row) => [row.series, row]));
}

/** Notes what changed of a series; false when another noted the same a moment ago. */
export async function noteState(
  { db }: Ctx,
  series: number,
  column: "changed_at" | "drifted_at" | "replayed_at",
  at: Date | null,
): Promise<boolean> {
  const name = sql.raw(column);
  const value = at ? sql`${at.toISOString()}::timestamptz` : sql`null`;
  const rows = await db.execute(sql`
    insert into forecast_series as known (series, ${name}) values (${series}, ${value})
    on conflict (series) do update set ${name} = excluded.${name}
    where (known.${name} is null) <> (excluded.${name} is null)
    returning series`);
  return rows.length > 0;
}
