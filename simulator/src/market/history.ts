import { readFileSync } from "node:fs";

/**
 * Recorded prices, replayed. A series is read into one ratio an hour: the price then, over the median price of the
 * whole series. Walking past either end turns round, so that a long run never jumps from the last hour to the first.
 */
export interface PriceSeries {
  id: string;
  /** Price over the series' own median, one for each hour. */
  ratios: Float64Array;
}

export type PriceHistory = ReadonlyMap<string, PriceSeries>;

interface Change {
  hour: number;
  price: number;
}

export function parsePriceHistory(csv: string): PriceHistory {
  const changes = new Map<string, Change[]>();
  for (const line of csv.trim().split("\n").slice(1)) {
    const [id, hour, price] = line.split(",");
    if (id === undefined || !(Number(hour) >= 0) || !(Number(price) > 0)) {
      throw new Error(`A price row that is not "series,hour,price": ${line}`);
    }
    const series = changes.get(id);
    const change = { hour: Number(hour), price: Number(price) };
    if (series) series.push(change);
    else changes.set(id, [change]);
  }
  return new Map([...changes].map(([id, rows]) => [id, seriesOf(id, rows)]));
}

let recorded: PriceHistory | undefined;

/** Read once, however many worlds begin by it. */
export function readPriceHistory(): PriceHistory {
  recorded ??= parsePriceHistory(readFileSync(new URL("../../data/prices.csv", import.meta.url), "utf8"));
  return recorded;
}

function seriesOf(id: string, changes: readonly Change[]): PriceSeries {
  const hours = Math.max(...changes.map((change) => change.hour)) + 1;
  const prices = new Float64Array(hours);
  changes.forEach((change, index) =>
    prices.fill(change.price, change.hour, changes[index + 1]?.hour ?? hours),
  );
  const median = prices.toSorted()[Math.floor(hours / 2)] ?? 1;
  return { id, ratios: prices.map((price) => price / median) };
}

/** The ratio at an hour of any size, the walk turning round at both ends. */
export function ratioAt(series: PriceSeries, hour: number): number {
  const last = series.ratios.length - 1;
  if (last === 0) return series.ratios[0] ?? 1;
  const along = Math.floor(Math.abs(hour)) % (2 * last);
  return series.ratios[along <= last ? along : 2 * last - along] ?? 1;
}
