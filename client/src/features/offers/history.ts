import type { PriceStep } from "#gql/graphql.ts";
import { compareUsd, formatUsd } from "#lib/money.ts";
import { dayAndTime } from "#lib/time.ts";
import type { BandPoint } from "#ui/chart/band-chart.tsx";

export interface PricedStep {
  at: string;
  low: string | null;
  median: string | null;
  high: string | null;
  count: number;
}

export const spans = {
  week: { label: "7 days", days: 7, step: "HOUR" },
  month: { label: "30 days", days: 30, step: "HOUR" },
  year: { label: "A year", days: 365, step: "DAY" },
} as const satisfies Record<string, { label: string; days: number; step: PriceStep }>;

export type Span = keyof typeof spans;

/** The steps as a chart takes them: how high a point stands needs no micro-dollars, what it says does. */
export function bandOf(steps: readonly PricedStep[], zone: string): BandPoint[] {
  return steps.map(({ at, low, median, high, count }) => ({
    x: Date.parse(at),
    middle: median === null ? null : Number(median),
    band: low === null || high === null ? null : [Number(low), Number(high)],
    title: dayAndTime(at, zone),
    detail:
      median === null
        ? "nothing was seen"
        : `${formatUsd(median)}${low !== null && high !== null && low !== high ? `, from ${formatUsd(low)} to ${formatUsd(high)}` : ""} · ${count} ${count === 1 ? "machine" : "machines"}`,
  }));
}

/** Of several accounts of a market, the one that knows of most steps. */
export function bestKnown<Account extends { points: readonly Pick<PricedStep, "median">[] }>(
  accounts: readonly Account[],
): Account | undefined {
  const known = ({ points }: Account): number => points.filter(({ median }) => median !== null).length;
  return accounts.toSorted((a, b) => known(b) - known(a))[0];
}

export interface Summary {
  lowest: string;
  highest: string;
  last: string;
}

/** Between what the median moved, and where it is now; null when nothing is known. */
export function summaryOf(steps: readonly PricedStep[]): Summary | null {
  const medians = steps.flatMap(({ median }) => (median === null ? [] : [median]));
  const ordered = medians.toSorted(compareUsd);
  const [lowest] = ordered;
  const highest = ordered.at(-1);
  const last = medians.at(-1);
  return lowest !== undefined && highest !== undefined && last !== undefined
    ? { lowest, highest, last }
    : null;
}
