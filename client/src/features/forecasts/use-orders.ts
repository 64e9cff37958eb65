"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  StandingOrder_JobFragmentDoc,
  StandingOrdersDocument,
  StandingOrdersTailDocument,
} from "#gql/forecasts.ts";
import type { StandingOrder_JobFragment } from "#gql/graphql.ts";
import { afresh, Readings } from "#lib/live/readings.ts";
import { followTail } from "#lib/live/tail.ts";

/** The account's standing orders, read again whenever one changed. */
export function useOrders(): { jobs: readonly StandingOrder_JobFragment[]; readAgain: () => void } {
  const client = useApolloClient();
  const [jobs, setJobs] = useState<readonly StandingOrder_JobFragment[]>([]);
  const read = useRef<() => void>(() => undefined);
  useEffect(() => {
    const stopped = new AbortController();
    const readings = new Readings();
    read.current = () => {
      const mayShow = readings.begin();
      client
        .query({ query: StandingOrdersDocument, variables: {}, ...afresh })
        .then(({ data }) => {
          if (data && !stopped.signal.aborted && mayShow())
            setJobs(data.flexibleJobs.nodes.map((node) => readFragment(StandingOrder_JobFragmentDoc, node)));
        })
        // What stands there was true a moment ago, and the next change reads again.
        .catch(() => undefined);
    };
    const stop = followTail({
      document: StandingOrdersTailDocument,
      variables: {},
      after: null,
      onFrame: ({ flexibleJobChanged }) => {
        read.current();
        return flexibleJobChanged.cursor;
      },
    });
    return () => {
      stopped.abort();
      stop();
    };
  }, [client]);
  return { jobs, readAgain: () => read.current() };
}
