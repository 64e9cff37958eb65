import type { Usd } from "../../values/money.ts";
import { toUsd } from "../make.ts";
import type { ReadForecast } from "../read-forecast.ts";
import { atLevel, shownWithin } from "../rules/curve.ts";
import { type ForecastLineType, ForecastType } from "./types.ts";

export function toForecast(read: ReadForecast): ForecastType {
  const { row, series } = read;
  return Object.assign(new ForecastType(), {
    read,
    id: row.id,
    series,
    issuedAt: row.issuedAt,
    cutOffAt: row.cutOff,
    model: row.model,
    replayed: row.replayed,
    isStale: read.isStale,
    historyHours: row.hoursKnown,
    notes: row.notes,
    naive: row.lastPrice,
    verdict: read.verdict,
    verdictBecause: read.because,
    showsNaive: read.showsNaive,
    record: read.record,
    replayedRecord: read.replayedRecord,
  });
}

const STEP_HOURS = 6;

export function toLine({ row, curve, series, verdict, showsNaive }: ReadForecast): ForecastLineType {
  const some = (prices: readonly number[]): Usd[] =>
    prices.filter((_, ahead) => ahead % STEP_HOURS === STEP_HOURS / 2).map(toUsd);
  const median = atLevel(curve, 0.5);
  const last = Number(row.lastPrice);
  return {
    cutOffAt: row.cutOff,
    stepHours: STEP_HOURS,
    medians: some(median),
    low: some(shownWithin(curve, atLevel(curve, 0.1))),
    high: some(shownWithin(curve, atLevel(curve, 0.9))),
    naive: row.lastPrice,
    changePercent: Number((((median.at(-1) ?? last) / last - 1) * 100).toFixed(2)),
    verdict,
    showsNaive,
    kind: series.kind,
  };
}
