"use client";

import { useApolloClient } from "@apollo/client/react";
import type { OperationVariables } from "@apollo/client";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useEffect, useState } from "react";
import { SessionCostsDocument, SessionsTailDocument } from "#gql/sessions.ts";
import type { SessionCostsSubscription } from "#gql/graphql.ts";
import { keepRead } from "#lib/live/keep-read.ts";
import { afresh } from "#lib/live/readings.ts";
import { followTail } from "#lib/live/tail.ts";

type Tick = SessionCostsSubscription["costTicks"];

/** What the page was answered with, and read again whenever a session changed. */
export function useReadAgain<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  first: Data,
  sessionId: string | null,
): Data {
  const client = useApolloClient();
  const [data, setData] = useState(first);
  const asked = JSON.stringify(variables);
  useEffect(() => {
    const kept = keepRead(
      () => client.query({ query: document, variables: JSON.parse(asked) as Variables, ...afresh }),
      setData,
    );
    const stop = followTail({
      document: SessionsTailDocument,
      variables: { sessionId },
      after: null,
      onFrame: ({ sessionChanged }) => {
        kept.again();
        return sessionChanged.cursor;
      },
    });
    return () => {
      stop();
      kept.stop();
    };
  }, [client, document, asked, sessionId]);
  return data;
}

/** What it all costs, every second; null until the first second is told. */
export function useCosts(): Tick | null {
  const [tick, setTick] = useState<Tick | null>(null);
  useEffect(
    () =>
      followTail({
        document: SessionCostsDocument,
        variables: {},
        after: null,
        onFrame: ({ costTicks }) => {
          setTick(costTicks);
          return null;
        },
      }),
    [],
  );
  return tick;
}
