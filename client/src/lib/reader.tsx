"use client";

import { createContext, useContext, useEffect, useSyncExternalStore, type ReactNode } from "react";
import { hourNow, minutesAhead, rememberHour } from "./hour.ts";
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

/** For what was rendered once the hour was heard. */
export function RenderedAt({ at, children }: { at: number; children: ReactNode }) {
  const { zone } = useContext(ReaderContext);
  return <ReaderContext value={{ zone, renderedAt: at }}>{children}</ReaderContext>;
}

/** What the clock makes of something; whoever asks is drawn again only when the answer changes. */
export function useClock<Value extends string | number | boolean>(read: (now: number) => Value): Value {
  const { renderedAt } = useContext(ReaderContext);
  return useSyncExternalStore(
    watchSeconds,
    () => {
      rememberHour(renderedAt);
      return read(hourNow());
    },
    () => read(renderedAt),
  );
}

/** By how many minutes the hour here is ahead of the reader's own; what it was when it was rendered is told. */
export function useMinutesAhead(rendered: number): number {
  const { renderedAt } = useContext(ReaderContext);
  return useSyncExternalStore(
    watchSeconds,
    () => {
      rememberHour(renderedAt);
      return minutesAhead();
    },
    () => rendered,
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
