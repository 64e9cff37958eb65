import { constants, setPriority } from "node:os";
import { isMainThread } from "node:worker_threads";
import { packCurve, toCurve } from "./rules/curve.ts";
import { type Forecast, forecastMarket, type SeriesInput, type TooLittleHistory } from "./rules/engine.ts";

// What runs beside the thread that answers requests. Histories come and curves go as packed numbers, because to copy
// a market's worth of objects from thread to thread holds requests up for longer than the forecasts would. And where a
// thread has a priority of its own, which is so on Linux, requests go first where there is too little processor for both.
if (!isMainThread && process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

export interface Work {
  series: readonly (Pick<SeriesInput, "seriesId" | "group"> & { history: Float64Array<ArrayBuffer> })[];
  origin: number;
}

/** A forecast with its curve as it is kept (rules/curve.ts). */
export interface MadeForecast extends Omit<Forecast, "quantiles" | "shown" | "mean"> {
  curve: Uint8Array;
}

export type Made = MadeForecast | TooLittleHistory;

export default function work({ series, origin }: Work): Made[] {
  const inputs = series.map(({ history, ...one }) => ({ ...one, history: unpackHistory(history) }));
  return forecastMarket(inputs, origin).map((made) => {
    if (made.type !== "Forecast") return made;
    const { quantiles, shown, mean, ...told } = made;
    return { ...told, curve: packCurve(toCurve({ quantiles, shown, mean })) };
  });
}

/** Hour and price, by turns. */
export function packHistory(history: SeriesInput["history"]): Float64Array<ArrayBuffer> {
  const packed = new Float64Array(history.length * 2);
  for (const [at, { hour, price }] of history.entries()) {
    packed[at * 2] = hour;
    packed[at * 2 + 1] = price;
  }
  return packed;
}

function unpackHistory(packed: Float64Array): SeriesInput["history"] {
  return Array.from({ length: packed.length / 2 }, (_, at) => ({
    hour: packed[at * 2] ?? 0,
    price: packed[at * 2 + 1] ?? 0,
  }));
}
