import { record } from "../events/record.ts";
import { type ActiveSeries, listActiveSeries, raiseMarketRevision, readPriceRuns } from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { formatUsd, type Usd } from "../values/money.ts";
import { HOUR_MS, hourAfter } from "../values/hour.ts";
import { NO_RUNS, type PriceRuns, pricesOf } from "../values/price-runs.ts";
import type { Known, MadeForecast } from "./forecast-worker.ts";
import type { Forecaster } from "./forecaster.ts";
import { findChangePoint, HOURS_IN_A_ROW } from "./rules/changes.ts";
import { unpackCurve } from "./rules/curve.ts";
import { ACTIVE_MS, HISTORY_HOURS } from "./rules/due.ts";
import { insertForecasts, type NewForecast, readLastCutOffs, readLatest } from "./store/forecasts.ts";
import { noteState, readStates } from "./store/scores.ts";

/** So many are made, written and told of together. */
const TOGETHER = 25;

/**
 * Makes a forecast of every series that has an hour which none was made from yet. It goes by what is true and not by
 * the clock, so a turn that was missed is made up for; and an hour has one forecast for ever, whoever else makes it.
 */
export async function makeForecasts(ctx: Ctx, forecaster: Forecaster, signal?: AbortSignal): Promise<number> {
  const now = ctx.now();
  const active = await listActiveSeries(ctx, new Date(now.getTime() - ACTIVE_MS));
  const made = await readLastCutOffs(
    ctx,
    active.map(({ number }) => number),
    new Date(now.getTime() - ACTIVE_MS),
  );
  const due = active.filter(({ number, lastHour }) => {
    const last = made.get(number);
    return (!last || last < lastHour) && !forecaster.isPutOff(number, lastHour);
  });
  let count = 0;
  for (const [, sameHour] of Map.groupBy(due, ({ lastHour }) => lastHour.getTime())) {
    for (const some of inGroups(sameHour)) {
      if (signal?.aborted) return count;
      count += await makeTogether(ctx, forecaster, some);
    }
  }
  return count;
}

/** Series of the same GPU lend each other their errors, so they stay together. */
function inGroups(series: readonly ActiveSeries[]): ActiveSeries[][] {
  const groups: ActiveSeries[][] = [];
  for (const [, group] of Map.groupBy(series, groupOf)) {
    const last = groups.at(-1);
    if (last && last.length + group.length <= TOGETHER) last.push(...group);
    else groups.push([...group]);
  }
  return groups;
}

export function groupOf({ gpuModel, kind }: Pick<ActiveSeries, "gpuModel" | "kind">): string {
  return `${gpuModel} ${kind === "interruptible" ? "interruptible" : "kept"}`;
}

/** One that cannot be made or written keeps none of the others from theirs: they are halved until it is alone. */
async function makeTogether(
  ctx: Ctx,
  forecaster: Forecaster,
  series: readonly ActiveSeries[],
): Promise<number> {
  try {
    return await makeSome(ctx, forecaster, series);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const [first] = series;
    if (first && series.length === 1) {
      ctx.log.error({ err: error, series: first.id }, "a forecast could not be made");
      forecaster.putOff(first.number, first.lastHour);
      return 0;
    }
    const half = Math.ceil(series.length / 2);
    const before = await makeTogether(ctx, forecaster, series.slice(0, half));
    return before + (await makeTogether(ctx, forecaster, series.slice(half)));
  }
}

async function makeSome(ctx: Ctx, forecaster: Forecaster, series: readonly ActiveSeries[]): Promise<number> {
  const cutOff = series[0]?.lastHour;
  if (!cutOff) return 0;
  const history = await readHistory(ctx, series, cutOff);
  const made = await forecaster.forecast(toInputs(series, history), hourNumber(cutOff));
  const rows: NewForecast[] = [];
  for (const [at, one] of made.entries()) {
    const { number } = series[at] ?? {};
    if (number === undefined) continue;
    if (one.type === "Forecast") rows.push(toRow(ctx, number, cutOff, one, false));
    else forecaster.putOff(number, cutOff);
  }
  const changes = await findChanges(ctx, series, history);
  const idOf = new Map(series.map(({ number, id }) => [number, id]));
  return inTransaction(ctx, async (ctx) => {
    const written = await insertForecasts(ctx, rows);
    const issued = rows.filter(({ id }) => written.has(id));
    for (const { number, id, change } of changes) {
      if (!(await noteState(ctx, number, "changed_at", change?.at ?? null)) || !change) continue;
      await record(ctx, {
        topic: "forecast.changed-course",
        subject: id,
        payload: {
          at: change.at.toISOString(),
          direction: change.direction,
          price: formatUsd(toUsd(change.price)),
          edge: formatUsd(toUsd(change.edge)),
        },
      });
    }
    if (issued.length === 0) return 0;
    await record(ctx, {
      topic: "forecasts.issued",
      payload: {
        cutOff: cutOff.toISOString(),
        series: issued.map(({ series }) => idOf.get(series) ?? ""),
      },
    });
    // Answers about the market are kept until its revision rises.
    await raiseMarketRevision(ctx);
    return issued.length;
  });
}

/** Nothing after the cut-off is read, so nothing after it can be used. */
export function readHistory(
  ctx: Ctx,
  series: readonly { number: number }[],
  cutOff: Date,
): Promise<Map<number, PriceRuns>> {
  const numbers = series.map(({ number }) => number);
  const from = new Date(cutOff.getTime() - (HISTORY_HOURS - 1) * HOUR_MS);
  return readPriceRuns(ctx, numbers, from, hourAfter(cutOff));
}

export function toInputs(
  series: readonly Pick<ActiveSeries, "number" | "id" | "gpuModel" | "kind">[],
  history: ReadonlyMap<number, PriceRuns>,
): Known[] {
  return series.map((one) => ({
    seriesId: one.id,
    group: groupOf(one),
    runs: history.get(one.number) ?? NO_RUNS,
  }));
}

export function toRow(
  ctx: Ctx,
  series: number,
  cutOff: Date,
  forecast: MadeForecast,
  replayed: boolean,
): NewForecast {
  return {
    id: ctx.newId("fct"),
    series,
    cutOff,
    issuedAt: ctx.now(),
    replayed,
    model: forecast.model,
    hoursKnown: forecast.hoursKnown,
    lastPrice: toUsd(forecast.naive),
    expectedSkill: forecast.skillExpected,
    memoryHours: forecast.memoryHours,
    notes: forecast.notes,
    curve: forecast.curve,
  };
}

/** Prices are micro-dollars in a number here, as statistics are; what is told is an amount again. */
export function toUsd(price: number): Usd {
  return BigInt(Math.round(price));
}

export function hourNumber(hour: Date): number {
  return hour.getTime() / HOUR_MS;
}

/** Of each series, the change of its course that its last hours show, against what was foretold a day ago. */
async function findChanges(
  ctx: Ctx,
  series: readonly ActiveSeries[],
  history: ReadonlyMap<number, PriceRuns>,
) {
  const numbers = series.map(({ number }) => number);
  const lastHour = series[0]?.lastHour ?? ctx.now();
  const before = await readLatest(ctx, numbers, new Date(lastHour.getTime() - 24 * HOUR_MS));
  const states = await readStates(ctx, numbers);
  return series.flatMap(({ number, id }) => {
    const foretold = before.get(number);
    if (!foretold) return [];
    const known = pricesOf(history.get(number) ?? NO_RUNS, HOURS_IN_A_ROW);
    const change = findChangePoint({ curve: unpackCurve(foretold.curve), cutOff: foretold.cutOff }, known);
    const isTold = Boolean(states.get(number)?.changedAt);
    return isTold === Boolean(change) ? [] : [{ number, id, change }];
  });
}
