import { Temporal } from "temporal-polyfill";

// What the arrow keys do with a window that is being chosen: what the pointer does by dragging. By themselves they
// move it, with Shift they move its end.

interface Window {
  startsAt: string;
  endsAt: string;
}

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;
const LONGEST_MS = 30 * 24 * HOUR_MS;

const steps: Record<string, { days?: number; ms?: number }> = {
  ArrowUp: { ms: -QUARTER_MS },
  ArrowDown: { ms: QUARTER_MS },
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  PageUp: { ms: -HOUR_MS },
  PageDown: { ms: HOUR_MS },
};

/**
 * The window after a key, or null for a key that means nothing. A day later is the same time on the clock there; what
 * would be past, shorter than an hour or longer than thirty days stays as it is.
 */
export function afterKey(
  window: Window,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  zone: string,
  now: number,
): Window | null {
  const step = steps[key];
  if (!step) return null;
  const startsAt = shiftKey ? window.startsAt : moved(window.startsAt, step, zone);
  const length = Date.parse(window.endsAt) - Date.parse(window.startsAt);
  const endsAt = shiftKey ? moved(window.endsAt, step, zone) : iso(Date.parse(startsAt) + length);
  const lasts = Date.parse(endsAt) - Date.parse(startsAt);
  if (Date.parse(startsAt) < now || lasts < HOUR_MS || lasts > LONGEST_MS) return window;
  return { startsAt, endsAt };
}

function moved(instant: string, { days, ms = 0 }: { days?: number; ms?: number }, zone: string): string {
  if (days === undefined) return iso(Date.parse(instant) + ms);
  const there = Temporal.Instant.fromEpochMilliseconds(Date.parse(instant)).toZonedDateTimeISO(zone);
  return iso(there.add({ days }).epochMilliseconds);
}

const iso = (ms: number) => new Date(ms).toISOString();
