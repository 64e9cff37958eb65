import { csvFields } from "../../values/csv-fields.ts";
import { nameGpu } from "../../values/gpu.ts";
import { HOUR_MS } from "../../values/hour.ts";
import { parseUsd, type Usd, usd } from "../../values/money.ts";
import { isWhole } from "../../values/text.ts";

/**
 * A line of imported price history, and why it cannot be one. The columns are these, in this order:
 *
 *     hour,provider,gpu,region,kind,low,median,high,count
 *     2026-03-11T05:00:00Z,vast,H100 SXM,,on_demand,1.60,1.87,2.27,9
 *     2026-03-11T05:00:00Z,vast,H100 SXM,"Texas, US",on_demand,,1.90,,
 *
 * The hour is a whole one in UTC; prices are dollars for a GPU and an hour. Without a region it is the provider's whole
 * market; low and high may be left out, which makes them the median, and so may the count of machines. The hours of each
 * series ascend, which is how a row that is there twice is found without keeping all of them.
 */
export const PRICE_COLUMNS = "hour,provider,gpu,region,kind,low,median,high,count";

export interface PriceRow {
  providerId: string;
  gpuModel: string;
  gpuSocket: string | null;
  region: string | null;
  kind: "on_demand" | "interruptible" | "rented" | "available";
  hour: Date;
  low: Usd;
  median: Usd;
  high: Usd;
  count: number;
}

/** A row that cannot be taken, in words for whoever made the file. */
export class OddRow extends Error {}

const kinds = ["on_demand", "interruptible", "rented", "available"] as const;
const HIGHEST_PRICE = usd(10_000);
const MOST_SERIES = 50_000;

export interface Bounds {
  /** History that is older is not kept. */
  from: Date;
  /** What is not over yet is no history. */
  to: Date;
}

/** Reads rows one after the other; it remembers only the last hour of each series. */
export function rowReader(bounds: Bounds): (line: string) => PriceRow {
  const last = new Map<string, number>();
  return (line) => {
    const row = readRow(line, bounds);
    const series = JSON.stringify([row.providerId, row.gpuModel, row.gpuSocket, row.region, row.kind]);
    const before = last.get(series);
    const at = row.hour.getTime();
    if (before !== undefined && at <= before) {
      throw new OddRow(
        `the hours of a series ascend, and ${iso(at)} comes after ${iso(before)}${at === before ? ": it is there twice" : ""}`,
      );
    }
    if (before === undefined && last.size >= MOST_SERIES)
      throw new OddRow(`a file has at most ${MOST_SERIES} series`);
    last.set(series, at);
    return row;
  };
}

function readRow(line: string, bounds: Bounds): PriceRow {
  const fields = fieldsOf(line);
  if (fields.length !== 9)
    throw new OddRow(`it has ${fields.length} fields, and there are 9: ${PRICE_COLUMNS}`);
  const [
    hour = "",
    provider = "",
    gpu = "",
    region = "",
    kind = "",
    low = "",
    median = "",
    high = "",
    count = "",
  ] = fields.map((field) => field.trim());
  const { model, socket } = readGpu(gpu);
  const middle = readPrice("median", median);
  const row: PriceRow = {
    hour: readHour(hour, bounds),
    providerId: readProvider(provider),
    gpuModel: model,
    gpuSocket: socket,
    region: readRegion(region),
    kind: readKind(kind),
    low: low === "" ? middle : readPrice("low", low),
    median: middle,
    high: high === "" ? middle : readPrice("high", high),
    count: readCount(count),
  };
  if (row.low > row.median || row.median > row.high)
    throw new OddRow("low, median and high are not in this order");
  return row;
}

function readHour(text: string, { from, to }: Bounds): Date {
  const at = Date.parse(text);
  const isHour = /^\d{4}-\d{2}-\d{2}T\d{2}:00(:00(\.000)?)?Z$/.test(text) && at % HOUR_MS === 0;
  // The 31st of February is read as the 3rd of March, which nobody meant.
  if (!isHour || iso(at).slice(0, 13) !== text.slice(0, 13))
    throw new OddRow(`the hour is not a whole one in UTC, such as 2026-03-11T05:00:00Z: ${shown(text)}`);
  if (at < from.getTime())
    throw new OddRow(`${text} is before ${iso(from.getTime())}: older history is not kept`);
  if (at >= to.getTime()) throw new OddRow(`${text} is not over yet`);
  return new Date(at);
}

function readProvider(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) return text;
  throw new OddRow(`the provider is small letters, digits and hyphens: ${shown(text)}`);
}

function readGpu(text: string): { model: string; socket: string | null } {
  if (text === "" || text.length > 60 || !isWhole(text))
    throw new OddRow(`the GPU has no name: ${shown(text)}`);
  return nameGpu(text);
}

function readRegion(text: string): string | null {
  if (text.length > 120 || !isWhole(text)) throw new OddRow(`the region is too long: ${shown(text)}`);
  return text === "" ? null : text;
}

function readKind(text: string): PriceRow["kind"] {
  const kind = kinds.find((one) => one === text);
  if (kind) return kind;
  throw new OddRow(`the kind is ${kinds.join(", ")}: ${shown(text)}`);
}

function readPrice(name: string, text: string): Usd {
  let price: Usd;
  try {
    price = parseUsd(text);
  } catch {
    throw new OddRow(`${name} is not dollars with at most six places: ${shown(text)}`);
  }
  if (price <= 0n || price > HIGHEST_PRICE)
    throw new OddRow(`${name} is not above nothing and at most 10000: ${shown(text)}`);
  return price;
}

function readCount(text: string): number {
  if (text === "") return 0;
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new OddRow(`the count is not a whole number: ${shown(text)}`);
}

function fieldsOf(line: string): string[] {
  const fields = csvFields(line);
  if (!fields) throw new OddRow("its quotes do not close where a field ends");
  return fields;
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(".000", "");
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
