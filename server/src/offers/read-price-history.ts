import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { gpusKnownFor } from "./known-gpus.ts";
import { MOST_POINTS, type PriceStep, stepAfter, stepsBetween, TooManyPoints } from "./rules/price-steps.ts";
import { readFilter } from "./rules/read-filter.ts";
import {
  findSeries,
  type PriceSource,
  readSteps,
  type SeriesFilter,
  type SeriesRow,
} from "./store/price-history.ts";

export interface AskPriceHistory {
  seriesIds?: readonly string[] | null;
  filter?: SeriesFilter | null;
  from: Date;
  to: Date;
  step: PriceStep;
}

/** A step of a series. Where nothing was seen there are no prices, and the step is there all the same. */
export interface PriceStepPoint {
  at: Date;
  low: Usd | null;
  median: Usd | null;
  high: Usd | null;
  count: number;
  hours: number;
  sources: readonly PriceSource[];
}

export interface PriceHistory {
  step: PriceStep;
  from: Date;
  to: Date;
  series: { series: SeriesRow; points: PriceStepPoint[] }[];
}

export async function readPriceHistory(ctx: Ctx, asked: AskPriceHistory): Promise<PriceHistory> {
  const { seriesIds, step } = asked;
  if ((seriesIds == null) === (asked.filter == null)) {
    throw new InvalidInput("seriesIds", "Say which series: either by their ids or by a filter.");
  }
  const steps = stepsBetween(asked.from, asked.to, step);
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) throw new Error("a time that is not empty has a step");
  const filter = await understandSeries(ctx, asked.filter);
  const mostSeries = Math.floor(MOST_POINTS / steps.length);
  const series = await findSeries(ctx, { ids: seriesIds ?? null, filter }, mostSeries + 1);
  if (series.length > mostSeries) throw new TooManyPoints(series.length * steps.length);
  const end = stepAfter(last, step);
  const rows = await readSteps(
    ctx,
    series.map(({ number }) => number),
    first,
    end,
    step,
  );
  const known = new Map(rows.map((row) => [`${row.series} ${row.at.getTime()}`, row]));
  return {
    step,
    from: first,
    to: end,
    series: series.map((one) => ({
      series: one,
      points: steps.map((at) => known.get(`${one.number} ${at.getTime()}`) ?? gap(at)),
    })),
  };
}

/** The filter with GPUs and sockets as series carry them, however they are written. */
export async function understandSeries(
  ctx: Ctx,
  filter: SeriesFilter | null | undefined,
): Promise<SeriesFilter | null> {
  if (!filter) return null;
  const { gpuModels, gpuSockets, ...rest } = filter;
  const named = { ...(gpuModels && { gpuModels }), ...(gpuSockets && { gpuSockets }) };
  return { ...rest, ...readFilter(named, await gpusKnownFor(ctx, gpuModels ?? [])) };
}

function gap(at: Date): PriceStepPoint {
  return { at, low: null, median: null, high: null, count: 0, hours: 0, sources: [] };
}
