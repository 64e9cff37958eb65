"use client";

import { useClock, useZone } from "#lib/reader.tsx";
import { age, dayAndTime, timeLeft } from "#lib/time.ts";

/** An instant, in the reader's zone, which is named. */
export function When({ at, className }: { at: string; className?: string }) {
  const zone = useZone();
  return (
    <time dateTime={at} className={className}>
      {dayAndTime(at, zone)}
    </time>
  );
}

/** How long ago; the instant itself is said on asking. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const zone = useZone();
  const text = useClock((now) => age(at, now));
  return (
    <time dateTime={at} title={dayAndTime(at, zone)} className={className}>
      {text}
    </time>
  );
}

export function Until({ at, className }: { at: string; className?: string }) {
  const zone = useZone();
  const text = useClock((now) => timeLeft(at, now));
  return (
    <time dateTime={at} title={dayAndTime(at, zone)} className={className}>
      {text}
    </time>
  );
}
