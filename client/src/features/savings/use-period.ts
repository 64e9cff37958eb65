"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { SavingsPeriodDocument } from "#gql/savings.ts";
import type { SavingsBucket, SavingsPeriodQuery } from "#gql/graphql.ts";
import { askedOf } from "./history.ts";
import { hourNow } from "#lib/hour.ts";
import { keepRead } from "#lib/live/keep-read.ts";
import { afresh } from "#lib/live/readings.ts";

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
    const kept = keepRead(
      () => client.query({ query: SavingsPeriodDocument, variables: askedOf(bucket, hourNow()), ...afresh }),
      (period) => setRead({ period, bucket }),
    );
    const isFirst = seen.current === null;
    seen.current = `${bucket} ${runs}`;
    if (!isFirst) kept.again();
    const timer = runs === "" ? undefined : setInterval(kept.again, againMs);
    return () => {
      clearInterval(timer);
      kept.stop();
    };
  }, [client, bucket, runs]);
  return { period: read.period, isLoading: read.bucket !== bucket };
}
