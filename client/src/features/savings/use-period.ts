"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { SavingsPeriodDocument } from "#gql/savings.ts";
import type { SavingsBucket, SavingsPeriodQuery } from "#gql/graphql.ts";
import { askedOf } from "./history.ts";
import { hourNow } from "#lib/hour.ts";

/** While something runs, the figures that do not tick are read again so often. */
const againMs = 60_000;

/** What was saved in a time, and altogether: read again when what runs changes, and each minute while anything does. */
export function usePeriod(
  first: SavingsPeriodQuery,
  bucket: SavingsBucket,
  runs: string,
): { period: SavingsPeriodQuery; isLoading: boolean } {
  const client = useApolloClient();
  const [read, setRead] = useState({ period: first, bucket: "DAY" as SavingsBucket });
  const seen = useRef<string | null>(null);
  useEffect(() => {
    let isOver = false;
    const again = async () => {
      const answer = await client
        .query({
          query: SavingsPeriodDocument,
          variables: askedOf(bucket, hourNow()),
          fetchPolicy: "no-cache",
        })
        // What stands there was true a moment ago, and the next change reads again.
        .catch(() => null);
      if (!isOver && answer?.data) setRead({ period: answer.data, bucket });
    };
    const isFirst = seen.current === null;
    seen.current = `${bucket} ${runs}`;
    if (!isFirst) void again();
    const timer = runs === "" ? undefined : setInterval(() => void again(), againMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [client, bucket, runs]);
  return { period: read.period, isLoading: read.bucket !== bucket };
}
