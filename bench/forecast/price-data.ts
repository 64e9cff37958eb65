import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { PricePoint } from "../../server/src/forecasts/rules/hourly-series.ts";
import type { SeriesInput } from "../../server/src/forecasts/rules/engine.ts";

// Price history from a file: one row an hour and series, with its GPU, kind and class of market.

export interface Series {
  id: string;
  group: string;
  marketClass: string;
  points: PricePoint[];
}

export interface Origin {
  series: Series;
  /** Hours since 1970. */
  at: number;
}

export const HOUR_MS = 3_600_000;
/** A forecast may look so far back. */
const MOST_HOURS = 1_440;
/** A series that was silent for so long is none of the market any more. */
const SILENT_HOURS = 24;

export function readSeries(file: string): Map<string, Series> {
  const series = new Map<string, Series>();
  for (const row of readRows(file)) {
    const id = row("series_id");
    let one = series.get(id);
    if (!one) {
      const kept =
        row("kind").endsWith("spot") || row("market_class") === "cloud_spot" ? "interruptible" : "kept";
      const group = `${row("gpu") || row("instance")} ${kept}`;
      one = { id, group, marketClass: row("market_class"), points: [] };
      series.set(id, one);
    }
    const price = Number(row("usd_per_gpu_hour") || row("usd_per_hour"));
    one.points.push({ hour: toHour(row("ts")), price });
  }
  for (const { points } of series.values()) points.sort((a, b) => a.hour - b.hour);
  return series;
}

/** Those of a file, or of the one beside the data; without any, nine of each series with a week before and after. */
export function readOrigins(
  series: ReadonlyMap<string, Series>,
  file: string,
  named: string | undefined,
): Origin[] {
  const path = named ?? file.replace(/\.csv(\.gz)?$/, "-origins.csv");
  if (named === undefined && !existsSync(path)) return [...series.values()].flatMap(spread);
  return readRows(path).flatMap((row) => {
    const one = series.get(row("series_id"));
    return one ? [{ series: one, at: toHour(row("origin_ts")) }] : [];
  });
}

const SPREAD = 9;

function spread(series: Series): Origin[] {
  const first = (series.points[0]?.hour ?? 0) + 168;
  const last = (series.points.at(-1)?.hour ?? 0) - 168;
  if (last < first) return [];
  const at = (place: number) => Math.floor(first + ((last - first) * place) / (SPREAD - 1));
  return [...new Set(Array.from({ length: SPREAD }, (_, place) => at(place)))].map((hour) => ({
    series,
    at: hour,
  }));
}

/** What was known of a series at an hour, at most sixty days back. */
export function historyAt({ points }: Series, at: number): PricePoint[] {
  return points.slice(firstAfter(points, at - MOST_HOURS), firstAfter(points, at));
}

/** The series and the others of its group that were heard of not long before. */
export function marketAt(all: Iterable<Series>, { series, at }: Origin): SeriesInput[] {
  const inputs: SeriesInput[] = [];
  for (const one of all) {
    if (one.group !== series.group) continue;
    const history = historyAt(one, at);
    if (one !== series && (history.at(-1)?.hour ?? -Infinity) <= at - SILENT_HOURS) continue;
    inputs.push({ seriesId: one.id, group: one.group, history });
  }
  return inputs;
}

/** What came in the hours after, each price holding until the next; null where the file ends before. */
export function actualsAfter({ points }: Series, at: number, hours: number): Float64Array | null {
  if ((points.at(-1)?.hour ?? -Infinity) < at + hours) return null;
  let place = firstAfter(points, at);
  let price = points[place - 1]?.price ?? Number.NaN;
  return Float64Array.from({ length: hours }, (_, ahead) => {
    for (let point = points[place]; point && point.hour <= at + ahead + 1; point = points[++place])
      price = point.price;
    return price;
  });
}

function firstAfter(points: readonly PricePoint[], hour: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.hour ?? Infinity) <= hour) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toHour(ts: string): number {
  return Date.parse(ts) / HOUR_MS;
}

type Row = (column: string) => string;

function readRows(file: string): Row[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const [head = "", ...lines] = text.split(/\r?\n/);
  const places = new Map(head.split(",").map((column, at) => [column, at]));
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split(",");
      return (column) => cells[places.get(column) ?? -1] ?? "";
    });
}
