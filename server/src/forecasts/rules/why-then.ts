import type { WindowOf } from "./best-windows.ts";

/** What a window costs less than the first, in percent of that; below zero where it costs more. */
export function savedPercent(window: WindowOf<unknown>, first: WindowOf<unknown>): number {
  return first.expected > 0 ? ((first.expected - window.expected) / first.expected) * 100 : 0;
}

export interface Against {
  now: Date;
  /** The earliest start, which any other is measured against. */
  first: WindowOf<unknown>;
  /** The start that is told before all others. */
  cheapest: WindowOf<unknown>;
}

const NO_SKILL =
  "Forecasts of this market are no better than its last price, so waiting saves nothing that can be counted on.";
/** Less is not told apart. */
const LEAST_PERCENT = 0.05;

/** Why one would start then, in a sentence. */
export function whyThen(window: WindowOf<unknown>, { now, first, cheapest }: Against): string {
  const isAtOnce = first.startsAt.getTime() === now.getTime();
  if (window.startsAt.getTime() === first.startsAt.getTime()) {
    if (window.startsAt.getTime() !== cheapest.startsAt.getTime())
      return isAtOnce ? "This is to start at once." : "This is the earliest start.";
    return window.showsNaive ? NO_SKILL : "No later start is foretold to be cheaper than this.";
  }
  const other = isAtOnce ? "starting at once" : "the earliest start";
  const saved = savedPercent(window, first);
  if (Math.abs(saved) < LEAST_PERCENT) return window.showsNaive ? NO_SKILL : `As cheap as ${other}.`;
  const percent = `${Math.abs(saved).toFixed(1)} % ${saved > 0 ? "less" : "more"} than ${other}`;
  return window.showsNaive
    ? `If its prices stay as they are, it costs ${percent}.`
    : `It is expected to cost ${percent}.`;
}
