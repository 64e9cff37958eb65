"use client";

import { useEffect, useRef, useState } from "react";
import type { Cloud } from "#gql/graphql.ts";
import type { Connection } from "#lib/live/connection.ts";
import { isSilent } from "./counter.ts";
import { type Counters, type Counting, hearAll, type Tick } from "./use-counting.ts";

// A screen on a wall signs in to nothing and keeps nothing, so it has no stream: it asks every two seconds, and in
// between the figures move along the line that they were told on.

const everyMs = 2_000;

interface Told {
  name: string;
  cloud: Cloud;
  everRan: boolean;
  tick: Tick;
}

export interface Wall {
  told: Told | null;
  /** Its address was taken back, or never was. */
  isGone: boolean;
  counting: Counting;
  connection: Connection;
}

export function useWall(token: string): Wall {
  const [told, setTold] = useState<Told | null>(null);
  const [isGone, setIsGone] = useState(false);
  const [silent, setSilent] = useState(false);
  const [connection, setConnection] = useState<Connection>({ state: "connecting" });
  const counters = useRef<Counters | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const read = async () => {
      try {
        const answer = await fetch(`/api/wall/${encodeURIComponent(token)}`, {
          credentials: "omit",
          cache: "no-store",
          referrerPolicy: "no-referrer",
          signal: AbortSignal.any([stop.signal, AbortSignal.timeout(10_000)]),
        });
        if (answer.status === 404) {
          setIsGone(true);
          return stop.abort();
        }
        if (!answer.ok) throw new Error(`answered ${String(answer.status)}`);
        const next = (await answer.json()) as Told;
        counters.current = hearAll(counters.current, next.tick, performance.now());
        setTold(next);
        setSilent(false);
        setConnection({ state: "live" });
      } catch {
        if (stop.signal.aborted) return;
        setConnection((before) =>
          before.state === "offline" ? before : { state: "offline", since: Date.now() },
        );
      }
    };
    void read();
    const asking = setInterval(() => void read(), everyMs);
    const looking = setInterval(() => {
      if (counters.current) setSilent(isSilent(counters.current.paid, performance.now()));
    }, 1_000);
    stop.signal.addEventListener("abort", () => {
      clearInterval(asking);
      clearInterval(looking);
    });
    return () => stop.abort();
  }, [token]);
  return { told, isGone, connection, counting: { tick: told?.tick ?? null, counters, isSilent: silent } };
}
