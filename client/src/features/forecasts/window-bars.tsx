"use client";

import type { BestWindowFragment } from "#gql/graphql.ts";
import { clockTime, shortDay } from "#lib/time.ts";
import { classNames } from "#ui/class-names.ts";
import { percent, short } from "./course.ts";
import { placeOf } from "./plan.ts";

export interface WindowBarsProps {
  windows: readonly BestWindowFragment[];
  startNow: BestWindowFragment | null;
  until: string;
  zone: string;
  onChoose: (window: BestWindowFragment) => void;
}

/** Windows on one line of time, the cheapest first. */
export function WindowBars({ windows, startNow, until, zone, onChoose }: WindowBarsProps) {
  if (windows.length === 0 || !startNow) {
    return <p className="px-4 text-sm text-ink-soft">No such window is within what is foretold.</p>;
  }
  const from = Date.parse(startNow.startsAt);
  const to = Date.parse(until);
  return (
    <ol className="grid gap-1 px-4">
      {windows.map((window, at) => {
        const { left, width } = placeOf(window, from, to);
        const isNow = window.startsAt === startNow.startsAt;
        return (
          <li key={window.startsAt}>
            <button
              type="button"
              onClick={() => onChoose(window)}
              className="group grid w-full gap-x-4 gap-y-1 rounded-md border border-transparent px-2 py-1.5 text-left hover:border-line-strong hover:bg-well sm:grid-cols-[9rem_minmax(0,1fr)_15rem] sm:items-center"
            >
              <span className="numerals text-sm font-medium">
                {isNow ? "Now" : `${shortDay(window.startsAt, zone)}, ${clockTime(window.startsAt, zone)}`}
              </span>
              <span aria-hidden className="relative block h-3 rounded-full bg-well group-hover:bg-line">
                <span
                  className={classNames(
                    "absolute inset-y-0 rounded-full",
                    at === 0 ? "bg-accent" : "bg-accent/50",
                  )}
                  style={{ left: `${left}%`, width: `${width}%` }}
                />
              </span>
              <span className="numerals text-sm">
                {short(window.expected)}
                {window.low80 !== window.high80 && (
                  <span className="text-ink-faint">
                    {" "}
                    ({short(window.low80)} to {short(window.high80)})
                  </span>
                )}
              </span>
              <span className="text-xs text-ink-soft sm:col-span-2 sm:col-start-2">
                {window.because} {riskOf(window)}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function riskOf({ risk, offersNow }: BestWindowFragment): string {
  const machines =
    offersNow === 0
      ? "No such machine is listed now."
      : `${offersNow} ${offersNow === 1 ? "machine" : "machines"} listed now`;
  if (offersNow === 0) return machines;
  return risk === null ? `${machines}.` : `${machines}; ${percent(risk * 100)} of launches fail.`;
}
