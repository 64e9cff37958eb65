"use client";

import type { PoolChoice_PoolFragment } from "#gql/graphql.ts";
import { classNames } from "#ui/class-names.ts";
import { clockTime, shortDay } from "#lib/time.ts";
import { hourNow } from "#lib/hour.ts";
import { leastBetween, shade } from "./calendar-marks.ts";
import type { PoolFree, Span } from "./use-live.ts";
import { dayOf, daysFrom, hoursOfDay, midnight } from "./wall-clock.ts";

/** Of a day every hour has a column, of a week every fourth. */
const WEEK_HOURS = 4;

const shades = {
  none: "bg-well text-ink-faint",
  few: "bg-rise-wash text-rise",
  some: "bg-fall-wash/40 text-ink-soft",
  most: "bg-fall-wash/70 text-ink-soft",
} as const;

/** All pools under each other: how many GPUs are free in each hour, or on each day of a longer span. */
export function PoolTimeline(props: {
  pools: readonly PoolChoice_PoolFragment[];
  availability: ReadonlyMap<string, PoolFree>;
  span: Span;
  zone: string;
  onChoose: (poolId: string, startsAt: string) => void;
}) {
  const { pools, availability, span, zone, onChoose } = props;
  const groups = groupsOf(span, zone);
  const columns = groups.flatMap(({ starts }) => starts);
  const bounds = [...columns, span.to];
  return (
    <div className="overflow-x-auto px-4">
      <table className="min-w-full text-xs" aria-label="Free GPUs of every pool">
        <thead>
          <tr>
            <th
              scope="col"
              rowSpan={2}
              className="sticky left-0 z-10 bg-paper py-1 pr-3 text-left font-medium"
            >
              Pool
            </th>
            {groups.map(({ title, starts }) => (
              <th key={title} colSpan={starts.length} scope="colgroup" className="pt-1 text-left font-medium">
                {title}
              </th>
            ))}
          </tr>
          <tr>
            {groups.flatMap(({ starts, byDay }) =>
              starts.map((start) => (
                <th
                  key={start}
                  scope="col"
                  className="numerals min-w-7 pb-1 text-left font-normal text-ink-faint"
                >
                  {byDay ? shortDay(start, zone).split(" ")[0] : clockTime(start, zone).slice(0, 2)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {pools.map((pool) => {
            const free = availability.get(pool.id);
            const least = free ? leastBetween(span.from, free.free, bounds) : [];
            return (
              <tr key={pool.id}>
                <th
                  scope="row"
                  className="sticky left-0 z-10 bg-paper py-0.5 pr-3 text-left font-medium whitespace-nowrap"
                >
                  {pool.name}
                </th>
                {columns.map((bound, at) => {
                  const count = least[at] ?? null;
                  const past = Date.parse(bounds[at + 1] ?? bound) <= hourNow();
                  return (
                    <td key={bound} className="p-px">
                      <button
                        type="button"
                        disabled={past || !count}
                        onClick={() => onChoose(pool.id, bound)}
                        aria-label={`${pool.name}, ${shortDay(bound, zone)} ${clockTime(bound, zone)}: ${count ?? "not known"} free`}
                        className={classNames(
                          "numerals h-7 w-full rounded-sm text-center",
                          count === null ? "bg-well" : shades[shade(count, pool.gpus)],
                          past && "opacity-40",
                        )}
                      >
                        {count ?? "–"}
                      </button>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface Group {
  title: string;
  starts: string[];
  byDay: boolean;
}

/** A group of columns for each day, or one for a month with its days. */
function groupsOf({ from, to }: Span, zone: string): Group[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const days = daysFrom(dayOf(from, zone), count);
  if (count > 8) {
    const starts = days.map((day) => midnight(day, zone));
    return [
      { title: `${shortDay(from, zone)} to ${shortDay(Date.parse(to) - 1, zone)}`, starts, byDay: true },
    ];
  }
  const every = count > 2 ? WEEK_HOURS : 1;
  return days.map((day) => ({
    title: shortDay(midnight(day, zone), zone),
    starts: hoursOfDay(day, zone).filter((_, at) => at % every === 0),
    byDay: false,
  }));
}
