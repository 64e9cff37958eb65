import { HOUR_MS } from "../../values/hour.ts";
import type { Usd } from "../../values/money.ts";
import { toUsd } from "../make.ts";
import type { ReadForecast } from "../read-forecast.ts";
import { atLevel, shownWithin } from "../rules/curve.ts";
import { LEVELS } from "../rules/levels.ts";
import { type ForecastLineType, ForecastType } from "./types.ts";

export function toForecast(read: ReadForecast): ForecastType {
  const { row, curve, series, hours } = read;
  const amounts = (prices: readonly number[]): Usd[] => prices.slice(0, hours).map(toUsd);
  return Object.assign(new ForecastType(), {
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
    // Made for whoever asks for them: there are two thousand numbers.
    get at() {
      return Array.from(
        { length: hours },
        (_, ahead) => new Date(row.cutOff.getTime() + (ahead + 1) * HOUR_MS),
      );
    },
    get mean() {
      return amounts(curve.mean);
    },
    get median() {
      return amounts(atLevel(curve, 0.5));
    },
    get quantiles() {
      return LEVELS.map((level) => ({
        level,
        prices: amounts(atLevel(curve, level)),
        shown: amounts(shownWithin(curve, atLevel(curve, level))),
      }));
    },
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
