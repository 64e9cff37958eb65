import { appendFileSync, writeFileSync } from "node:fs";
import { type Forecast, forecastMarket } from "../../server/src/forecasts/rules/engine.ts";
import { LEVELS } from "../../server/src/forecasts/rules/levels.ts";
import { HOUR_MS, marketAt, readOrigins, readSeries } from "./price-data.ts";

// Forecasts as rows, so that others can score them. Each is made of nothing but prices up to and including its origin.

const COLUMNS = [
  ["p025", 0.025],
  ["p05", 0.05],
  ["p10", 0.1],
  ["p50", 0.5],
  ["p90", 0.9],
  ["p95", 0.95],
  ["p975", 0.975],
] as const;

/** How many were made, and the origins at which there was too little history. */
export function exportForecasts(
  file: string,
  originsFile: string,
  out: string,
): { made: number; refused: string[] } {
  const all = readSeries(file);
  const refused: string[] = [];
  let made = 0;
  writeFileSync(out, `series_id,origin_ts,ts,${COLUMNS.map(([name]) => name).join(",")},mean\n`);
  for (const origin of readOrigins(all, file, originsFile)) {
    const { series, at } = origin;
    const forecast = forecastMarket(marketAt(all.values(), origin), at).find(
      ({ seriesId }) => seriesId === series.id,
    );
    if (forecast?.type !== "Forecast") {
      refused.push(`${series.id} at ${toTs(at)}: ${forecast?.message ?? "it has no history"}`);
      continue;
    }
    appendFileSync(out, toRows(forecast, at));
    made++;
  }
  return { made, refused };
}

function toRows({ seriesId, quantiles, mean }: Forecast, origin: number): string {
  return quantiles
    .map((row, hour) => {
      const prices = [...COLUMNS.map(([, level]) => row[LEVELS.indexOf(level)] ?? 0), mean[hour] ?? 0];
      const cells = prices.map((price) => Number(price.toPrecision(9)));
      return `${seriesId},${toTs(origin)},${toTs(origin + hour + 1)},${cells.join(",")}\n`;
    })
    .join("");
}

function toTs(hour: number): string {
  return new Date(hour * HOUR_MS).toISOString().replace(".000Z", "Z");
}
