"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect } from "react";
import { ActivityWatchDocument } from "#gql/activity.ts";
import { followTail } from "#lib/live/tail.ts";

/** Several events of one change are answered by one reading. */
const gatherMs = 400;

/** Whatever happens in the account, what the page shows of it is read again. */
export function ActivityWatch() {
  const client = useApolloClient();
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const stop = followTail({
      document: ActivityWatchDocument,
      variables: {},
      after: null,
      onFrame: ({ activityChanged }) => {
        if (activityChanged.__typename !== "ActivityStarted") {
          clearTimeout(gathering);
          gathering = setTimeout(() => void client.refetchQueries({ include: "active" }), gatherMs);
        }
        return activityChanged.cursor;
      },
    });
    return () => {
      clearTimeout(gathering);
      stop();
    };
  }, [client]);
  return null;
}
