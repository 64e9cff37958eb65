"use client";

import Link from "next/link";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { ComputeEvents_EventFragmentDoc } from "#gql/calendars.ts";
import { useZone } from "#lib/reader.tsx";
import { clockTime, dayAndTime } from "#lib/time.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { Panel } from "#ui/panel.tsx";
import { Usd } from "#ui/usd.tsx";
import { bookingOf } from "./booking-of.ts";

export interface ComputePanelProps {
  events: readonly FragmentType<typeof ComputeEvents_EventFragmentDoc>[];
}

/** What the reader's own calendar says needs a GPU: what it costs there, and when it would cost less. */
export function ComputePanel({ events }: ComputePanelProps) {
  const zone = useZone();
  if (events.length === 0) return null;
  return (
    <Panel
      title="From your calendar"
      note="Events that you tagged: what they would cost at their time, and when they would cost less."
    >
      <ul className="border-t">
        {events
          .map((event) => readFragment(ComputeEvents_EventFragmentDoc, event))
          .map((event) => (
            <li
              key={event.id}
              className="grid items-center gap-x-4 gap-y-1 border-b px-4 py-3 text-sm last:border-b-0 sm:grid-cols-[minmax(0,1fr)_10rem_minmax(0,16rem)_auto]"
            >
              <div className="grid min-w-0">
                <span className="truncate font-medium">{event.title}</span>
                <span className="numerals text-xs text-ink-faint">
                  {dayAndTime(event.startsAt, zone)} to {clockTime(event.endsAt, zone)}, {event.gpuCount} ×{" "}
                  {event.gpu}
                </span>
              </div>
              <div className="numerals">
                {event.expected === null ? (
                  <span className="text-ink-faint">not foretold</span>
                ) : (
                  <>
                    <Usd amount={event.expected} alone /> then
                  </>
                )}
                {event.atPricesNow !== null && (
                  <span className="block text-xs text-ink-faint">
                    <Usd amount={event.atPricesNow} alone /> at prices of now
                  </span>
                )}
              </div>
              <div className="numerals text-ink-soft">
                {event.cheaper ? (
                  <>
                    <Usd amount={event.cheaper.expected} alone /> from{" "}
                    {dayAndTime(event.cheaper.startsAt, zone)}
                    <span className="block text-xs text-fall">
                      <Usd amount={event.cheaper.saving} alone /> less
                    </span>
                  </>
                ) : (
                  "no cheaper time is foretold"
                )}
              </div>
              <Link href={bookingOf(event)} className={buttonStyle({ tone: "plain", size: "sm" })}>
                Book
              </Link>
            </li>
          ))}
      </ul>
    </Panel>
  );
}
