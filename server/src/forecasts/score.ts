import { record } from "../events/record.ts";
import { listActiveSeries, raiseMarketRevision, readSeries, readPriceRuns } from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { HOUR_MS, hourAfter } from "../values/hour.ts";
import { pricesOf } from "../values/price-runs.ts";
import { hasDrifted } from "./rules/changes.ts";
import { unpackCurve } from "./rules/curve.ts";
import { hoursBegun, LATE_MS, scorableDays } from "./rules/due.ts";
import { add, scoreDay, tell } from "./rules/score.ts";
import { type ForecastRow, listUnscoredSeries, lockScorable, noteScored } from "./store/forecasts.ts";
import { addScores, type KeptScore, noteState, readScores, readStates, sumBy } from "./store/scores.ts";

const DAY_MS = 24 * HOUR_MS;
const SERIES_AT_ONCE = 50;
const FORECASTS_AT_ONCE = 300;

/**
 * Compares what was foretold with what became known, day by day of each forecast, once: the count of its scored days
 * rises in the transaction that adds to the scores. Answers how many days were scored.
 */
export async function scoreForecasts(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  const now = ctx.now();
  const late = new Date(now.getTime() - LATE_MS);
  const known = new Map<number, Date>();
  for (const { number, lastHour } of await listActiveSeries(ctx, new Date(late.getTime() - DAY_MS)))
    known.set(number, lastHour > late ? lastHour : late);
  const wanted = await listUnscoredSeries(ctx, new Date(now.getTime() - DAY_MS));
  let scored = 0;
  const touched = new Set<number>();
  for (let at = 0; at < wanted.length; at += SERIES_AT_ONCE) {
    const some = wanted.slice(at, at + SERIES_AT_ONCE);
    const until = new Map(some.map((series) => [series, known.get(series) ?? late]));
    for (let more = true; more && !signal?.aborted;) {
      const done = await inTransaction(ctx, (ctx) => scoreSome(ctx, until));
      for (const series of done.series) touched.add(series);
      scored += done.days;
      more = done.days > 0;
    }
  }
  if (touched.size > 0) await tellDrift(ctx, [...touched]);
  return scored;
}

async function scoreSome(
  ctx: Ctx,
  until: ReadonlyMap<number, Date>,
): Promise<{ days: number; series: Set<number> }> {
  const forecasts = await lockScorable(ctx, until, FORECASTS_AT_ONCE);
  const series = new Set(forecasts.map(({ series }) => series));
  if (forecasts.length === 0) return { days: 0, series };
  const cutOffs = forecasts.map(({ cutOff }) => cutOff.getTime());
  const prices = await readPrices(
    ctx,
    [...series],
    new Date(Math.min(...cutOffs)),
    new Date(Math.max(...cutOffs) + 7 * DAY_MS),
  );
  const scores = new Map<string, KeptScore>();
  const scored = new Map<string, number>();
  let days = 0;
  for (const forecast of forecasts) {
    const upTo = scorableDays(forecast.cutOff, until.get(forecast.series) ?? forecast.cutOff);
    for (const score of scoresOf(forecast, upTo, prices.get(forecast.series) ?? new Map())) {
      const key = JSON.stringify([score.series, score.day, score.horizonDay, score.replayed]);
      const before = scores.get(key);
      scores.set(key, before ? { ...before, ...add(before, score) } : score);
    }
    days += upTo - forecast.scoredDays;
    scored.set(forecast.id, upTo);
  }
  await addScores(ctx, [...scores.values()]);
  await noteScored(ctx, scored);
  await record(ctx, { topic: "forecasts.scored", payload: { days } });
  await raiseMarketRevision(ctx);
  return { days, series };
}

function scoresOf(forecast: ForecastRow, upTo: number, prices: ReadonlyMap<number, number>): KeptScore[] {
  const { series, cutOff, issuedAt, replayed, scoredDays, lastPrice } = forecast;
  const curve = unpackCurve(forecast.curve);
  const origin = cutOff.getTime() / HOUR_MS;
  const day = cutOff.toISOString().slice(0, 10);
  // What was made afterwards says so, and is scored apart and whole.
  const begun = replayed ? 0 : hoursBegun(cutOff, issuedAt);
  const scores: KeptScore[] = [];
  for (let horizonDay = scoredDays + 1; horizonDay <= upTo; horizonDay++) {
    const score = scoreDay(curve, Number(lastPrice), horizonDay, begun, (ahead) =>
      prices.get(origin + ahead),
    );
    if (score) scores.push({ series, day, horizonDay, replayed, ...score });
  }
  return scores;
}

async function readPrices(
  ctx: Ctx,
  series: readonly number[],
  from: Date,
  to: Date,
): Promise<Map<number, Map<number, number>>> {
  const known = await readPriceRuns(ctx, series, from, hourAfter(to));
  return new Map(
    [...known].map(([number, runs]) => [
      number,
      new Map(pricesOf(runs).map(({ hour, price }) => [hour, price])),
    ]),
  );
}

/** Tells of each series once when its bands hold much less than they say, and once it is over. */
async function tellDrift(ctx: Ctx, series: readonly number[]): Promise<void> {
  const since = new Date(ctx.now().getTime() - 8 * DAY_MS);
  const first = (await readScores(ctx, since, series)).filter(
    ({ horizonDay, replayed }) => horizonDay === 1 && !replayed,
  );
  const states = await readStates(ctx, series);
  const ids = new Map((await readSeries(ctx, series)).map(({ number, id }) => [number, id]));
  for (const [number, score] of sumBy(first, ({ series }) => series)) {
    const week = tell(score);
    const drifts = hasDrifted(week);
    if (drifts === Boolean(states.get(number)?.driftedAt)) continue;
    await inTransaction(ctx, async (ctx) => {
      if (!(await noteState(ctx, number, "drifted_at", drifts ? ctx.now() : null)) || !drifts) return;
      await record(ctx, {
        topic: "forecast.drifted",
        subject: ids.get(number) ?? "",
        payload: { hours: week.hours, coverage95: week.coverage95 ?? 0, mape: week.mape ?? 0 },
      });
    });
  }
}
