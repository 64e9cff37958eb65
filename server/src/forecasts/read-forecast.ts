import {
  findSeries,
  type PriceKind,
  readPriceRuns,
  type SeriesFilter,
  type SeriesRow,
  understandSeries,
} from "../offers/index.ts";
import type { Ctx } from "../platform/context.ts";
import { nameGpu } from "../values/gpu.ts";
import { HOUR_MS } from "../values/hour.ts";
import { hoursIn, lastHourIn, NO_RUNS } from "../values/price-runs.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { type HoursKnown, NotEnoughHistory } from "./refusals.ts";
import { type Curve, unpackCurve } from "./rules/curve.ts";
import { ACTIVE_MS, HISTORY_HOURS } from "./rules/due.ts";
import { HORIZON } from "./rules/levels.ts";
import { nothing, type Told, tell } from "./rules/score.ts";
import { type Judged, judge, SHORT_HOURS } from "./rules/verdict.ts";
import { type ForecastRow, readLatest } from "./store/forecasts.ts";
import { readScores, sumBy } from "./store/scores.ts";

/** A market, where its series is not named. */
export interface AskedMarket {
  gpu: string;
  provider?: string | null | undefined;
  region?: string | null | undefined;
  kind?: PriceKind | null | undefined;
}

export interface AskForecast {
  seriesId?: string | null;
  market?: AskedMarket | null;
  hours: number;
  /** The last that was made from nothing after this. */
  asOf?: Date | null;
}

export interface ReadForecast extends Judged {
  series: SeriesRow;
  row: ForecastRow;
  curve: Curve;
  hours: number;
  record: Told;
  /** Of forecasts that were made afterwards; the record is of those that were fixed before the fact. */
  replayedRecord: Told;
  isStale: boolean;
}

const DAY_MS = 24 * HOUR_MS;
/** A record is of the last thirty days. */
const RECORD_MS = 30 * DAY_MS;
/** A forecast whose last price is older than this tells of a market that nobody looks at. */
const STALE_MS = 3 * HOUR_MS;
const MOST_SERIES = 200;

export async function readForecast(ctx: Ctx, asked: AskForecast): Promise<ReadForecast> {
  if (!Number.isInteger(asked.hours) || asked.hours < 1 || asked.hours > HORIZON)
    throw new InvalidInput("hours", `A forecast is of 1 to ${HORIZON} hours.`);
  const candidates = await findCandidates(ctx, asked);
  const forecasts = await readForecasts(ctx, candidates, asked.asOf ?? null);
  const best = pickBest([...forecasts.values()]);
  if (!best) throw new NotEnoughHistory(await countHours(ctx, candidates, asked.asOf ?? ctx.now()));
  return { ...best, hours: asked.hours };
}

/** The last forecast of each of these series that has one; and where `asOf` is given, as it was judged then. */
export async function readForecasts(
  ctx: Ctx,
  series: readonly SeriesRow[],
  asOf: Date | null = null,
): Promise<Map<number, ReadForecast>> {
  const until = asOf ?? ctx.now();
  const numbers = series.map(({ number }) => number);
  const latest = await readLatest(ctx, numbers, until);
  const scores = await readScores(ctx, new Date(until.getTime() - RECORD_MS), [...latest.keys()], asOf);
  const records = sumBy(scores, ({ series, replayed }) => `${series} ${replayed}`);
  const read = new Map<number, ReadForecast>();
  for (const one of series) {
    const row = latest.get(one.number);
    if (!row) continue;
    const [record, replayedRecord] = [false, true].map((replayed) =>
      tellOf(records.get(`${one.number} ${replayed}`)),
    ) as [Told, Told];
    const judged = judge(row.hoursKnown, record, replayedRecord, row.expectedSkill);
    read.set(one.number, {
      ...judged,
      series: one,
      row,
      curve: unpackCurve(row.curve),
      hours: HORIZON,
      record,
      replayedRecord,
      isStale: until.getTime() - row.cutOff.getTime() > STALE_MS,
    });
  }
  return read;
}

function tellOf(score: Parameters<typeof tell>[0] | undefined): Told {
  return tell(score ?? nothing());
}

async function findCandidates(ctx: Ctx, { seriesId, market }: AskForecast): Promise<SeriesRow[]> {
  if ((seriesId == null) === (market == null))
    throw new InvalidInput("seriesId", "Say which series: either by its id or by its market.");
  if (seriesId != null) {
    const [found] = await findSeries(ctx, { ids: [seriesId] }, 1);
    if (!found) throw new NotFound("price series", seriesId);
    return [found];
  }
  if (!market) return [];
  const { gpu, kind, provider, region } = market;
  const providers = provider == null ? null : [provider];
  return findMarket(ctx, { gpu, kind, providers, regions: region == null ? null : [region] });
}

/** The series of a market: what is asked for machines that one may keep, unless another kind is named. */
export async function findMarket(
  ctx: Ctx,
  market: Pick<AskedMarket, "gpu" | "kind"> & {
    providers?: readonly string[] | null | undefined;
    regions?: readonly string[] | null | undefined;
  },
): Promise<SeriesRow[]> {
  const { model, socket } = nameGpu(market.gpu);
  const filter: SeriesFilter = {
    gpuModels: [model],
    ...(socket !== null && { gpuSockets: [socket] }),
    kinds: market.kind ? [market.kind] : ["on_demand", "available"],
    ...(market.providers != null && { providers: market.providers }),
    ...(market.regions != null && { regions: market.regions }),
  };
  return findSeries(ctx, { filter: await understandSeries(ctx, filter) }, MOST_SERIES);
}

/**
 * What Berth sees asked is the market itself; until it has seen it for a week, the provider's own figures serve. What
 * a market cost when it was last seen is no bargain, so one that is seen no more comes after all that are.
 */
export function pickBest(forecasts: readonly ReadForecast[]): ReadForecast | undefined {
  const rank = ({ series, row }: ReadForecast) => {
    if (row.hoursKnown < SHORT_HOURS) return series.kind === "on_demand" ? 2 : 3;
    return series.kind === "on_demand" ? 0 : 1;
  };
  return forecasts.toSorted(
    (a, b) =>
      Number(a.isStale) - Number(b.isStale) ||
      rank(a) - rank(b) ||
      Number(a.row.lastPrice - b.row.lastPrice) ||
      (a.series.id < b.series.id ? -1 : 1),
  )[0];
}

/** Of the one that has most. */
export async function countHours(
  ctx: Ctx,
  series: readonly SeriesRow[],
  to: Date = ctx.now(),
): Promise<HoursKnown> {
  const from = new Date(to.getTime() - HISTORY_HOURS * HOUR_MS);
  const known = await readPriceRuns(
    ctx,
    series.map(({ number }) => number),
    from,
    to,
  );
  const most = [...known.values()].toSorted((a, b) => hoursIn(b) - hoursIn(a))[0] ?? NO_RUNS;
  const last = lastHourIn(most);
  const isSilent = last !== null && last * HOUR_MS < to.getTime() - ACTIVE_MS;
  return { have: hoursIn(most), notSeenSince: isSilent ? new Date(last * HOUR_MS) : null };
}
