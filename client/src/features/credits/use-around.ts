"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { CreditsAroundDocument } from "#gql/credits.ts";
import type { CreditsAroundQuery } from "#gql/graphql.ts";
import { chartSpan } from "./burn-down.ts";
import { hourNow } from "#lib/hour.ts";
import { afresh } from "#lib/live/readings.ts";
import { useKeptRead } from "#lib/live/use-kept-read.ts";

/** Several movements at once are answered by one reading. */
const gatherMs = 300;

/** Lots and course, as the server rendered them, and read again some moments after credit moved. */
export function useAround(first: CreditsAroundQuery): { around: CreditsAroundQuery; readAgain: () => void } {
  const client = useApolloClient();
  const [around, setAround] = useState(first);
  const read = useKeptRead(
    () => client.query({ query: CreditsAroundDocument, variables: chartSpan(hourNow()), ...afresh }),
    setAround,
  );
  const gathering = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(gathering.current), []);
  const readAgain = () => {
    clearTimeout(gathering.current);
    gathering.current = setTimeout(read, gatherMs);
  };
  return { around, readAgain };
}
