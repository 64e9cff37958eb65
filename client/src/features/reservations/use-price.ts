"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { ReservationPriceDocument, type ReservationPriceQuery } from "#gql/graphql.ts";
import { problemOf } from "#lib/problem.ts";

type Answer = ReservationPriceQuery["reservationPrice"];

export interface Wanted {
  poolId: string;
  gpus: number;
  startsAt: string;
  endsAt: string;
}

/** Null while it is not known; with the reason when it could not be asked. */
export type Price = { answer: Answer } | { problem: string } | null;

/**
 * What it would cost now, a moment after it was last changed, and asked again whenever `seen` is another: what others
 * book meanwhile changes what is free and what it costs.
 */
export function usePrice(wanted: Wanted, seen: unknown): { price: Price; ask: () => void } {
  const client = useApolloClient();
  const [known, setKnown] = useState<{ asked: string; price: Price } | null>(null);
  const [tries, setTries] = useState(0);
  const asked = JSON.stringify(wanted);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const variables = JSON.parse(asked) as Wanted;
      const price = await client
        .query({ query: ReservationPriceDocument, variables, fetchPolicy: "no-cache" })
        .then(({ data }): Price => (data ? { answer: data.reservationPrice } : null))
        .catch((error: unknown): Price => ({ problem: problemOf(error).detail }));
      if (!gone) setKnown({ asked, price });
    };
    const timer = setTimeout(() => void read(), 120);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, asked, seen, tries]);
  return { price: known?.asked === asked ? known.price : null, ask: () => setTries((count) => count + 1) };
}
