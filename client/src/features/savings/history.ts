import type { Cloud, SavingsBucket, SavingsFigures_FiguresFragment } from "#gql/graphql.ts";
import { csv } from "#lib/csv.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { atCloud, cloudName, clouds } from "./clouds.ts";

export interface HistoryRow {
  from: string;
  until: string;
  figures: SavingsFigures_FiguresFragment;
}

export const spans: readonly { value: SavingsBucket; label: string; days: number | null }[] = [
  { value: "DAY", label: "31 days", days: 31 },
  { value: "WEEK", label: "26 weeks", days: 26 * 7 },
  { value: "MONTH", label: "Everything", days: null },
];

const dayMs = 86_400_000;

/** From the beginning of a day of UTC, so that the same day asks the same. */
function spanFrom(bucket: SavingsBucket, now: number): string | null {
  const days = spans.find(({ value }) => value === bucket)?.days ?? null;
  if (days === null) return null;
  return new Date(Math.floor(now / dayMs) * dayMs - (days - 1) * dayMs).toISOString();
}

/** When the month of UTC began, which the counter counts from. */
export function monthOf(now: number): string {
  const today = new Date(now);
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1)).toISOString();
}

/** All that a page of a bucket asks. */
export function askedOf(bucket: SavingsBucket, now: number) {
  return { bucket, from: spanFrom(bucket, now), month: monthOf(now) };
}

export interface HistoryPoint {
  x: number;
  /** Dollars, for drawing only. */
  whole: number;
  part: number;
  title: string;
  detail: string;
}

/** A step for each period, and one more where the last ends, so that also a single one has a width. */
export function pointsOf(
  rows: readonly HistoryRow[],
  cloud: Cloud,
  nameOf: (row: HistoryRow) => string,
): HistoryPoint[] {
  const points = rows.map((row): HistoryPoint => {
    const at = atCloud(row.figures.clouds, cloud);
    return {
      x: Date.parse(row.from),
      whole: dollars(at?.reference ?? "0"),
      part: dollars(at?.compared ?? "0"),
      title: `${formatUsd(at?.saved ?? "0")} saved`,
      detail: `${nameOf(row)} · ${formatUsd(at?.reference ?? "0")} at ${cloudName(cloud)} · ${formatUsd(at?.compared ?? "0")} here`,
    };
  });
  const [last, end] = [points.at(-1), rows.at(-1)?.until];
  return last && end ? [...points, { ...last, x: Date.parse(end) }] : points;
}

/** The same rows as the chart and the table, for every cloud, as exact as they came. */
export function historyCsv(rows: readonly HistoryRow[]): string {
  const columns = clouds.flatMap(({ value }) =>
    ["compared", "reference", "saved"].map((what) => `${value.toLowerCase()}_${what}_usd`),
  );
  return csv([
    ["from_utc", "until_utc", "gpu_hours", "paid_usd", ...columns],
    ...rows.map(({ from, until, figures }) => [
      from,
      until,
      figures.gpuHours.toFixed(4),
      figures.paid,
      ...clouds.flatMap(({ value }) => {
        const at = atCloud(figures.clouds, value);
        return [at?.compared ?? "", at?.reference ?? "", at?.saved ?? ""];
      }),
    ]),
  ]);
}

export function inWords(rows: readonly HistoryRow[], cloud: Cloud): string {
  const sum = (what: "reference" | "compared" | "saved") =>
    rows.reduce((all, { figures }) => all + micros(atCloud(figures.clouds, cloud)?.[what] ?? "0"), 0n);
  const told = (amount: bigint) => formatUsd((Number(amount / 10_000n) / 100).toFixed(2));
  return `The hours that can be compared would have cost ${told(sum("reference"))} at ${cloudName(cloud)} and cost ${told(sum("compared"))} here.`;
}

function dollars(amount: string): number {
  return Number(micros(amount)) / 1e6;
}
