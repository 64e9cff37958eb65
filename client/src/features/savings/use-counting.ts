"use client";

import { useEffect, useRef, useState, type RefObject } from "react";
import { SavingsTailDocument } from "#gql/savings.ts";
import type { Cloud, SavingsTailSubscription } from "#gql/graphql.ts";
import { followTail } from "#lib/live/tail.ts";
import { micros } from "#lib/money.ts";
import { clouds } from "./clouds.ts";
import { type Counter, hear, isSilent } from "./counter.ts";

export type Tick = SavingsTailSubscription["savingsTicks"];

/** What moves: what was saved at each cloud, what the same would have cost, and what was paid. */
export type Counters = Record<Cloud, { saved: Counter; reference: Counter }> & { paid: Counter };

export interface Counting {
  tick: Tick | null;
  /** Drawn from between the ticks, without the page being drawn again. */
  counters: RefObject<Counters | null>;
  isSilent: boolean;
}

/** What is saved, told every second. */
export function useCounting(): Counting {
  const [tick, setTick] = useState<Tick | null>(null);
  const [silent, setSilent] = useState(false);
  const counters = useRef<Counters | null>(null);
  useEffect(
    () =>
      followTail({
        document: SavingsTailDocument,
        variables: {},
        after: null,
        onFrame: ({ savingsTicks }) => {
          counters.current = hearAll(counters.current, savingsTicks, performance.now());
          setTick(savingsTicks);
          setSilent(false);
          return null;
        },
      }),
    [],
  );
  useEffect(() => {
    const look = setInterval(() => {
      if (counters.current) setSilent(isSilent(counters.current.paid, performance.now()));
    }, 1_000);
    return () => clearInterval(look);
  }, []);
  return { tick, counters, isSilent: silent };
}

export function hearAll(before: Counters | null, tick: Omit<Tick, "__typename">, now: number): Counters {
  const at = Date.parse(tick.at);
  const all: Partial<Counters> = {
    paid: hear(
      before?.paid ?? null,
      { at, value: micros(tick.paid), perHour: micros(tick.ratePerHour) },
      now,
    ),
  };
  for (const { value: cloud } of clouds) {
    const told = tick.clouds.find((one) => one.cloud === cloud);
    const line = (value: string | undefined, perHour: string | undefined) => ({
      at,
      value: micros(value ?? "0"),
      perHour: micros(perHour ?? "0"),
    });
    all[cloud] = {
      saved: hear(before?.[cloud].saved ?? null, line(told?.saved, told?.savedPerHour), now),
      reference: hear(before?.[cloud].reference ?? null, line(told?.reference, told?.referencePerHour), now),
    };
  }
  return all as Counters;
}
