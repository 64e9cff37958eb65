import { constants, setPriority } from "node:os";
import { isMainThread } from "node:worker_threads";
import { type PriceRuns, pricesOf } from "../values/price-runs.ts";
import { packCurve, toCurve } from "./rules/curve.ts";
import { type Forecast, forecastMarket, type SeriesInput, type TooLittleHistory } from "./rules/engine.ts";

// What runs beside the thread that answers requests. Histories come and curves go as packed numbers, because to make
// objects of a market's worth of them, or to copy such, would hold requests up for longer than the forecasts do. And where
// a thread has a priority of its own, which is so on Linux, requests go first where there is too little processor for both.
if (!isMainThread && process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

export interface Known extends Pick<SeriesInput, "seriesId" | "group"> {
  runs: PriceRuns;
}

export interface Work {
  series: readonly Known[];
  origin: number;
}

/** A forecast with its curve as it is kept (rules/curve.ts). */
export interface MadeForecast extends Omit<Forecast, "quantiles" | "shown" | "mean"> {
  curve: Uint8Array;
}

export type Made = MadeForecast | TooLittleHistory;

export default function work({ series, origin }: Work): Made[] {
  const inputs = series.map(({ runs, ...one }): SeriesInput => ({
    ...one,
    history: pricesOf(runs),
    points: "samples",
  }));
  return forecastMarket(inputs, origin).map((made) => {
    if (made.type !== "Forecast") return made;
    const { quantiles, shown, mean, ...told } = made;
    return { ...told, curve: packCurve(toCurve({ quantiles, shown, mean })) };
  });
}
