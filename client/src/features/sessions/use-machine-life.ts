"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { MachineBeatsDocument, MachineLifeDocument } from "#gql/sessions.ts";
import { keepRead } from "#lib/live/keep-read.ts";
import { afresh } from "#lib/live/readings.ts";
import { followTail } from "#lib/live/tail.ts";
import { withBeat, type LifeMinute } from "./machine-life.ts";

/** A machine's last minutes, and each beat as it comes; null until they are read. */
export function useMachineLife(sessionId: string, minutes: number, isAlive: boolean): LifeMinute[] | null {
  const client = useApolloClient();
  const [life, setLife] = useState<LifeMinute[] | null>(null);
  useEffect(() => {
    const kept = keepRead(
      () => client.query({ query: MachineLifeDocument, variables: { id: sessionId, minutes }, ...afresh }),
      ({ session }) => session && setLife(session.vitalsHistory),
    );
    kept.again();
    if (!isAlive) return kept.stop;
    const stop = followTail({
      document: MachineBeatsDocument,
      variables: { sessionId },
      after: null,
      onFrame: ({ sessionVitals: update }) => {
        // How things stand was read; after it each is a beat. What is too long ago to be told is read again.
        if (update.__typename === "Resync") kept.again();
        if (update.__typename !== "SessionVitalsDelta") return update.cursor;
        for (const { heardAt, vitals } of update.changed)
          if (heardAt && vitals) setLife((known) => known && withBeat(known, heardAt, vitals.gpus));
        return update.cursor;
      },
    });
    return () => {
      stop();
      kept.stop();
    };
  }, [client, sessionId, minutes, isAlive]);
  return life;
}
