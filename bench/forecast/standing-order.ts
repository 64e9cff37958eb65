import { type Forecast, forecastMarket } from "../../server/src/forecasts/rules/engine.ts";
import { toCurve } from "../../server/src/forecasts/rules/curve.ts";
import { waitOrStart } from "../../server/src/forecasts/rules/wait-or-start.ts";
import { HOUR_MS, marketAt, type Origin, type Series } from "./price-data.ts";

// A standing order beside a plan made once: each hour of the week it sees the price, has a new forecast, and starts or
// waits, as the product does. Whoever starts at an hour pays its price, so it is known when that is decided.

type Market = ReadonlyMap<string, Forecast>;

/** Forecasts of a whole group, kept while origins of its series are gone through. */
export function makeForecasts(all: readonly Series[]): (origin: Origin) => Forecast | null {
  const made = new Map<number, Market>();
  let group = "";
  return (origin) => {
    if (origin.series.group !== group) made.clear();
    group = origin.series.group;
    let market = made.get(origin.at);
    if (!market) {
      const forecasts = forecastMarket(marketAt(all, origin), origin.at);
      market = new Map(
        forecasts.flatMap((one) => (one.type === "Forecast" ? [[one.seriesId, one] as const] : [])),
      );
      made.set(origin.at, market);
    }
    return market.get(origin.series.id) ?? null;
  };
}

/** How many hours after the first a job of some hours is started. */
export function startByOrder(
  { series, at }: Origin,
  actual: Float64Array,
  hours: number,
  forecastAt: (origin: Origin) => Forecast | null,
): number {
  const last = actual.length - hours;
  for (let waited = 0; waited < last; waited++) {
    const cutOff = at + 1 + waited;
    const forecast = forecastAt({ series, at: cutOff });
    const price = actual[waited] ?? 0;
    const { decision } = waitOrStart({
      now: new Date(cutOff * HOUR_MS),
      freezeAt: new Date((at + 1 + last) * HOUR_MS),
      price,
      cap: Infinity,
      forecast: forecast && {
        curve: toCurve(forecast),
        cutOff: new Date(cutOff * HOUR_MS),
        lastPrice: forecast.naive,
        usualPrice: forecast.naive,
        memoryHours: forecast.memoryHours,
        showsNaive: forecast.skillExpected <= 0,
      },
    });
    if (decision === "start") return waited;
  }
  return last;
}
