"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { PoolSettingsDocument } from "#gql/reservations.ts";
import type { PoolSettingsQuery } from "#gql/graphql.ts";
import { afresh } from "#lib/live/readings.ts";
import { problemOf } from "#lib/problem.ts";

export type PoolSettings = NonNullable<PoolSettingsQuery["poolSettings"]>;

/** What only those who run Berth see of a pool; null while it is read. */
export function usePoolSettings(poolId: string): {
  settings: PoolSettings | { problem: string } | null;
  again: () => void;
} {
  const client = useApolloClient();
  const [settings, setSettings] = useState<PoolSettings | { problem: string } | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const answer = await client
        .query({ query: PoolSettingsDocument, variables: { poolId }, ...afresh })
        .then(({ data }) => data?.poolSettings ?? { problem: "This pool is not there any more." })
        .catch((error: unknown) => ({ problem: problemOf(error).detail }));
      if (!gone) setSettings(answer);
    };
    void read();
    return () => {
      gone = true;
    };
  }, [client, poolId, tries]);
  return { settings, again: () => setTries((count) => count + 1) };
}
