import { HOUR_MS } from "../../values/hour.ts";
import { HORIZON } from "./levels.ts";

// What is foretold begins an hour after the cut-off, whose own hour is known, and is counted in hours from there.

/** Where a window lies among the hours ahead. */
export interface Span {
  from: number;
  to: number;
}

/** Null where a window reaches beyond what is foretold. */
export function spanOf(cutOff: Date, startsAt: Date, endsAt: Date): Span | null {
  const from = (startsAt.getTime() - cutOff.getTime()) / HOUR_MS - 1;
  const to = (endsAt.getTime() - cutOff.getTime()) / HOUR_MS - 1;
  return to > HORIZON || to <= from ? null : { from, to };
}

/** When the last hour that is foretold ends. */
export function endOfForetold(cutOff: Date): number {
  return cutOff.getTime() + (HORIZON + 1) * HOUR_MS;
}

/** How much of each hour ahead lies in a window. */
export function weightsOf({ from, to }: Span): number[] {
  return Array.from({ length: HORIZON }, (_, hour) => {
    // The hour of the cut-off itself has not yet become the next where a window starts at once.
    const begin = hour === 0 ? Math.min(from, 0) : hour;
    return Math.max(0, Math.min(to, hour + 1) - Math.max(from, begin));
  });
}
