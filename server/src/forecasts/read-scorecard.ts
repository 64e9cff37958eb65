import { readSeries, type SeriesRow } from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";
import { InvalidInput } from "../values/refusal.ts";
import { nothing, type Told, tell } from "./rules/score.ts";
import { readScores, sumBy, type Summed } from "./store/scores.ts";

export interface AskScorecard {
  gpuModels?: readonly string[] | null | undefined;
  providers?: readonly string[] | null | undefined;
  seriesIds?: readonly string[] | null | undefined;
  kinds?: readonly string[] | null | undefined;
  days: number;
  replayed: boolean;
}

export interface Line extends Told {
  name: string;
}

export interface Scorecard {
  since: Date;
  replayed: boolean;
  overall: Told;
  byGpu: Line[];
  byProvider: Line[];
  byKind: Line[];
  byHorizon: (Told & { day: number })[];
  series: number;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 760;

/** How right forecasts were. Nothing is left out: every forecast that was made and whose hours passed is in it. */
export async function readScorecard(ctx: Ctx, asked: AskScorecard): Promise<Scorecard> {
  if (!Number.isInteger(asked.days) || asked.days < 1 || asked.days > MOST_DAYS)
    throw new InvalidInput("days", `A record is of 1 to ${MOST_DAYS} days.`);
  const since = new Date(ctx.now().getTime() - asked.days * DAY_MS);
  const all = (await readScores(ctx, since, null)).filter(({ replayed }) => replayed === asked.replayed);
  const numbers = [...new Set(all.map(({ series }) => series))];
  const series = new Map((await readSeries(ctx, numbers)).map((row) => [row.number, row]));
  const scores = all.filter((score) => isWanted(series.get(score.series), asked));
  const linesBy = (nameOf: (row: SeriesRow) => string): Line[] => {
    const named = sumBy(scores, (score) => {
      const row = series.get(score.series);
      return row ? nameOf(row) : "";
    });
    return [...named]
      .map(([name, score]) => ({ name, ...tell(score) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };
  return {
    since,
    replayed: asked.replayed,
    overall: tell(sumBy(scores, () => "").get("") ?? nothing()),
    byGpu: linesBy(({ gpuModel }) => gpuModel),
    byProvider: linesBy(({ providerId }) => providerId),
    byKind: linesBy(({ kind }) => kind),
    byHorizon: horizonsOf(scores),
    series: new Set(scores.map((score) => score.series)).size,
  };
}

function horizonsOf(scores: readonly Summed[]): (Told & { day: number })[] {
  return [...sumBy(scores, ({ horizonDay }) => horizonDay)]
    .map(([day, score]) => ({ day, ...tell(score) }))
    .toSorted((a, b) => a.day - b.day);
}

function isWanted(row: SeriesRow | undefined, asked: AskScorecard): boolean {
  if (!row) return false;
  const { gpuModels, providers, seriesIds, kinds } = asked;
  return (
    (!gpuModels || gpuModels.includes(row.gpuModel)) &&
    (!providers || providers.includes(row.providerId)) &&
    (!seriesIds || seriesIds.includes(row.id)) &&
    (!kinds || kinds.includes(row.kind))
  );
}
