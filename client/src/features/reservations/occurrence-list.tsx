"use client";

import { useState } from "react";
import { useZone } from "#lib/reader.tsx";
import { dayAndTime } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Usd } from "#ui/usd.tsx";
import type { PricedRecurrence } from "./use-series-price.ts";

const AT_FIRST = 6;

/** Every time of a rule: when, and what it costs or why it cannot be had. Those that cannot are never left out. */
export function OccurrenceList({ occurrences }: Pick<PricedRecurrence, "occurrences">) {
  const zone = useZone();
  const [all, setAll] = useState(false);
  const shown = all
    ? occurrences
    : occurrences.filter(({ refused }, at) => at < AT_FIRST || refused !== null);
  return (
    <div className="grid gap-2">
      <ol aria-label="The bookings of the rule" className="grid gap-1 rounded-md border px-3 py-2 text-sm">
        {shown.map(({ startsAt, total, refused }) => (
          <li key={startsAt} className="flex flex-wrap items-baseline gap-x-3">
            <span className="numerals text-ink-soft">{dayAndTime(startsAt, zone)}</span>
            <span className="ml-auto">
              {total === null ? <span className="text-danger">{refused}</span> : <Usd amount={total} alone />}
            </span>
          </li>
        ))}
      </ol>
      {shown.length < occurrences.length && (
        <Button tone="quiet" size="sm" onClick={() => setAll(true)}>
          Show all {occurrences.length}
        </Button>
      )}
    </div>
  );
}
