"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { MachineBeatsDocument, MachineLifeDocument } from "#gql/sessions.ts";
import { followTail } from "#lib/live/tail.ts";
import { withBeat, type LifeMinute } from "./machine-life.ts";

/** A machine's last minutes, and each beat as it comes; null until they are read. */
export function useMachineLife(sessionId: string, minutes: number, isAlive: boolean): LifeMinute[] | null {
  const client = useApolloClient();
  const [life, setLife] = useState<LifeMinute[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      const variables = { id: sessionId, minutes };
      const answer = await client
        .query({ query: MachineLifeDocument, variables, fetchPolicy: "no-cache" })
        .catch(() => null);
      if (isWanted && answer?.data?.session) setLife(answer.data.session.vitalsHistory);
    };
    void read();
    if (!isAlive) return () => void (isWanted = false);
    let heardLast: string | null = null;
    const stop = followTail({
      document: MachineBeatsDocument,
      variables: {},
      after: null,
      onFrame: ({ vitalsTicks }) => {
        const session = vitalsTicks.find(({ id }) => id === sessionId);
        if (!session?.heardAt || session.heardAt === heardLast) return null;
        const { heardAt, vitals } = session;
        // The first says how things stand, which was read; the others are each a beat.
        if (heardLast !== null && vitals) setLife((known) => known && withBeat(known, heardAt, vitals.gpus));
        heardLast = heardAt;
        return null;
      },
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [client, sessionId, minutes, isAlive]);
  return life;
}
