import { csv } from "#lib/csv.ts";
import type { HourRow } from "./course.ts";

const fields: readonly [name: string, valueOf: (row: HourRow) => string | null][] = [
  ["hour_utc", ({ at }) => at],
  ["usd_per_gpu_hour", ({ actual }) => actual],
  ["forecast", ({ source }) => source],
  ["p025", ({ low95 }) => low95],
  ["p10", ({ low80 }) => low80],
  ["median", ({ median }) => median],
  ["p90", ({ high80 }) => high80],
  ["p975", ({ high95 }) => high95],
  ["last_price", ({ naive }) => naive],
];

/** The same rows as the chart and the table, as exact as they came: bounds are the quantiles, as far out as they lie. */
export function courseCsv(rows: readonly HourRow[]): string {
  return csv([
    fields.map(([name]) => name),
    ...rows.map((row) => fields.map(([, valueOf]) => valueOf(row) ?? "")),
  ]);
}
