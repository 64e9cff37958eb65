"use client";

import { useEffect, useEffectEvent } from "react";
import { AlertTicksDocument } from "#gql/alerts.ts";
import { followTail } from "#lib/live/tail.ts";

/** Several deliveries of one moment are answered by one reading. */
const gatherMs = 250;

/** Calls back whenever alerts came or were delivered, and once when the stream begins. */
export function useAlertTicks(onTick: () => void): void {
  const tick = useEffectEvent(onTick);
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const stop = followTail({
      document: AlertTicksDocument,
      variables: {},
      after: null,
      onFrame: () => {
        clearTimeout(gathering);
        gathering = setTimeout(() => tick(), gatherMs);
        return null;
      },
    });
    return () => {
      clearTimeout(gathering);
      stop();
    };
  }, []);
}
