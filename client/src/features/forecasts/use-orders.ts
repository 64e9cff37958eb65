"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  StandingOrder_JobFragmentDoc,
  StandingOrdersDocument,
  StandingOrdersTailDocument,
} from "#gql/forecasts.ts";
import type { StandingOrder_JobFragment } from "#gql/graphql.ts";
import { afresh } from "#lib/live/readings.ts";
import { followTail } from "#lib/live/tail.ts";
import { useKeptRead } from "#lib/live/use-kept-read.ts";

/** The account's standing orders, read again whenever one changed. */
export function useOrders(): { jobs: readonly StandingOrder_JobFragment[]; readAgain: () => void } {
  const client = useApolloClient();
  const [jobs, setJobs] = useState<readonly StandingOrder_JobFragment[]>([]);
  const readAgain = useKeptRead(
    () => client.query({ query: StandingOrdersDocument, variables: {}, ...afresh }),
    ({ flexibleJobs }) =>
      setJobs(flexibleJobs.nodes.map((node) => readFragment(StandingOrder_JobFragmentDoc, node))),
  );
  const changed = useEffectEvent(readAgain);
  useEffect(
    () =>
      followTail({
        document: StandingOrdersTailDocument,
        variables: {},
        after: null,
        onFrame: ({ flexibleJobChanged }) => {
          changed();
          return flexibleJobChanged.cursor;
        },
      }),
    [],
  );
  return { jobs, readAgain };
}
