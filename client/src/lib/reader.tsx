"use client";

import { createContext, useContext, useEffect, useSyncExternalStore, type ReactNode } from "react";
import { writeCookie, zoneCookie } from "./cookies.ts";
import { unknownZone } from "./time.ts";

// Who reads: in which zone, and since when. The server renders in the zone the browser named last
// time, and at its own instant; the browser takes over with its own zone and clock once it is awake.

interface Reader {
  zone: string;
  renderedAt: number;
}

const ReaderContext = createContext<Reader>({ zone: unknownZone, renderedAt: 0 });

export function ReaderProvider({
  zone: knownZone,
  renderedAt,
  remembers,
  children,
}: Reader & { remembers: boolean; children: ReactNode }) {
  const zone = useSyncExternalStore(
    watchNothing,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => knownZone,
  );
  useEffect(() => {
    if (remembers && zone !== knownZone) writeCookie(zoneCookie, zone);
  }, [zone, knownZone, remembers]);
  return <ReaderContext value={{ zone, renderedAt }}>{children}</ReaderContext>;
}

export function useZone(): string {
  return useContext(ReaderContext).zone;
}

/**
 * By how much the server's clock is ahead of the browser's: what was rendered came a moment after it was. Seconds may
 * have been spent on the way, so only what is more than that is believed.
 */
const SPENT_ON_THE_WAY_MS = 5_000;
let aheadMs: number | undefined;

/** Said once, of what the visit began with: what is rendered later came at another time. */
function serverAheadMs(renderedAt: number): number {
  if (aheadMs === undefined) {
    const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const ms = visit ? renderedAt - (performance.timeOrigin + visit.responseStart) : 0;
    aheadMs = Math.abs(ms) > SPENT_ON_THE_WAY_MS ? ms : 0;
  }
  return aheadMs;
}

/** What the clock makes of something; whoever asks is drawn again only when the answer changes. */
export function useClock<Value extends string | number | boolean>(read: (now: number) => Value): Value {
  const { renderedAt } = useContext(ReaderContext);
  return useSyncExternalStore(
    watchSeconds,
    () => read(Date.now() + serverAheadMs(renderedAt)),
    () => read(renderedAt),
  );
}

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function watchSeconds(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

function watchNothing(): () => void {
  return () => undefined;
}
