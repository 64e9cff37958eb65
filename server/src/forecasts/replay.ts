import { record } from "../events/record.ts";
import { type ActiveSeries, listActiveSeries, raiseMarketRevision } from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { HOUR_MS } from "../values/hour.ts";
import { knowsHour, NO_RUNS } from "../values/price-runs.ts";
import type { Forecaster } from "./forecaster.ts";
import { groupOf, hourNumber, readHistory, toInputs, toRow } from "./make.ts";
import { ACTIVE_MS, HISTORY_HOURS, replayHours } from "./rules/due.ts";
import { insertForecasts, type NewForecast, readCutOffs } from "./store/forecasts.ts";
import { noteState, readStates } from "./store/scores.ts";

/**
 * Makes, once for each series, the forecasts that would have been made in the last weeks had anybody been there: each
 * from nothing but what was known at its hour. They say of themselves that they were made afterwards, and their
 * scores are kept apart from those of forecasts that were fixed before the fact.
 */
export async function replayForecasts(
  ctx: Ctx,
  forecaster: Forecaster,
  days: number,
  signal?: AbortSignal,
): Promise<number> {
  if (days === 0) return 0;
  const active = await listActiveSeries(ctx, new Date(ctx.now().getTime() - ACTIVE_MS));
  const states = await readStates(
    ctx,
    active.map(({ number }) => number),
  );
  const wanted = active.filter(
    ({ number, lastHour }) =>
      !states.get(number)?.replayedAt && !forecaster.isPutOff(number, lastHour, "afterwards"),
  );
  let count = 0;
  for (const [, group] of Map.groupBy(wanted, groupOf)) {
    if (signal?.aborted) return count;
    count += await replayGroup(ctx, forecaster, group, days, signal);
  }
  return count;
}

async function replayGroup(
  ctx: Ctx,
  forecaster: Forecaster,
  group: readonly ActiveSeries[],
  days: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const last = group.map(({ lastHour }) => lastHour).reduce((a, b) => (a > b ? a : b));
  const since = new Date(last.getTime() - HISTORY_HOURS * HOUR_MS);
  const present = await readHistory(ctx, group, last);
  const firsts = [...present.values()].flatMap(([first]) => first ?? []);
  if (firsts.length === 0) return 0;
  const taken = new Map<number, Set<number>>();
  for (const { number } of group) taken.set(number, await readCutOffs(ctx, number, since));
  let count = 0;
  for (const hour of replayHours(new Date(Math.min(...firsts) * HOUR_MS), last, days)) {
    if (signal?.aborted) return count;
    const missing = group.filter(({ number, lastHour }) => {
      if (forecaster.isPutOff(number, lastHour, "afterwards")) return false;
      const isKnown = knowsHour(present.get(number) ?? NO_RUNS, hourNumber(hour));
      return lastHour > hour && isKnown && !taken.get(number)?.has(hour.getTime());
    });
    count += await replayTogether(ctx, forecaster, missing, hour);
  }
  for (const { number, lastHour } of group)
    if (!forecaster.isPutOff(number, lastHour, "afterwards"))
      await noteState(ctx, number, "replayed_at", ctx.now());
  return count;
}

/** One that fails is left alone until it has another hour, and keeps none of the others from theirs. */
async function replayTogether(
  ctx: Ctx,
  forecaster: Forecaster,
  series: readonly ActiveSeries[],
  hour: Date,
): Promise<number> {
  try {
    return await replayHour(ctx, forecaster, series, hour);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const [first] = series;
    if (first && series.length === 1) {
      ctx.log.error({ err: error, series: first.id, hour }, "a forecast could not be made afterwards");
      forecaster.putOff(first.number, first.lastHour, "afterwards");
      return 0;
    }
    const half = Math.ceil(series.length / 2);
    const before = await replayTogether(ctx, forecaster, series.slice(0, half), hour);
    return before + (await replayTogether(ctx, forecaster, series.slice(half), hour));
  }
}

async function replayHour(
  ctx: Ctx,
  forecaster: Forecaster,
  series: readonly ActiveSeries[],
  hour: Date,
): Promise<number> {
  if (series.length === 0) return 0;
  // Read anew for each hour, up to it: what came later is not even at hand.
  const history = await readHistory(ctx, series, hour);
  const made = await forecaster.forecast(toInputs(series, history), hourNumber(hour));
  const rows = made.flatMap((one, at): NewForecast[] => {
    const { number } = series[at] ?? {};
    if (one.type !== "Forecast" || number === undefined) return [];
    return [toRow(ctx, number, hour, one, true)];
  });
  const idOf = new Map(series.map(({ number, id }) => [number, id]));
  return inTransaction(ctx, async (ctx) => {
    const written = await insertForecasts(ctx, rows);
    if (written.size === 0) return 0;
    const told = rows.filter(({ id }) => written.has(id)).map(({ series }) => idOf.get(series) ?? "");
    await record(ctx, { topic: "forecasts.replayed", payload: { cutOff: hour.toISOString(), series: told } });
    await raiseMarketRevision(ctx);
    return written.size;
  });
}
