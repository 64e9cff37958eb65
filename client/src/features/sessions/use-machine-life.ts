"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { MachineBeatsDocument, MachineLifeDocument } from "#gql/sessions.ts";
import { afresh, Readings } from "#lib/live/readings.ts";
import { followTail } from "#lib/live/tail.ts";
import { withBeat, type LifeMinute } from "./machine-life.ts";

/** A machine's last minutes, and each beat as it comes; null until they are read. */
export function useMachineLife(sessionId: string, minutes: number, isAlive: boolean): LifeMinute[] | null {
  const client = useApolloClient();
  const [life, setLife] = useState<LifeMinute[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    const readings = new Readings();
    const read = async () => {
      const variables = { id: sessionId, minutes };
      const mayShow = readings.begin();
      const answer = await client
        .query({ query: MachineLifeDocument, variables, ...afresh })
        .catch(() => null);
      if (isWanted && answer?.data?.session && mayShow()) setLife(answer.data.session.vitalsHistory);
    };
    void read();
    if (!isAlive) return () => void (isWanted = false);
    const stop = followTail({
      document: MachineBeatsDocument,
      variables: { sessionId },
      after: null,
      onFrame: ({ sessionVitals: update }) => {
        // How things stand was read; after it each is a beat. What is too long ago to be told is read again.
        if (update.__typename === "Resync") void read();
        if (update.__typename !== "SessionVitalsDelta") return update.cursor;
        for (const { heardAt, vitals } of update.changed)
          if (heardAt && vitals) setLife((known) => known && withBeat(known, heardAt, vitals.gpus));
        return update.cursor;
      },
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [client, sessionId, minutes, isAlive]);
  return life;
}
