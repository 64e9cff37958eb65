"use client";

import { useClock, useMinutesAhead, useZone } from "#lib/reader.tsx";
import { dayAndTime } from "#lib/time.ts";

/** The hour in a sandbox whose time was moved on: all times shown go by it, and no clock in the room does. */
export function SandboxHour({ aheadSeconds }: { aheadSeconds: number }) {
  const zone = useZone();
  const isAhead = useMinutesAhead(Math.floor(aheadSeconds / 60)) > 0;
  const hour = useClock((now) => dayAndTime(now, zone));
  if (!isAhead) return null;
  return (
    <p className="border-b bg-warn-wash px-4 py-1.5 text-xs text-ink">
      The time of this sandbox was moved on: it is <span className="numerals font-medium">{hour}</span> here.
    </p>
  );
}
