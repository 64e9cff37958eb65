"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { ReservationPriceDocument, type ReservationPriceQuery } from "#gql/graphql.ts";

type Answer = ReservationPriceQuery["reservationPrice"];

export interface Wanted {
  poolId: string;
  gpus: number;
  startsAt: string;
  endsAt: string;
}

/** What it would cost now, a moment after it was last changed; null while that is not known. */
export function usePrice(wanted: Wanted | null): Answer | null {
  const client = useApolloClient();
  const [known, setKnown] = useState<{ asked: string; answer: Answer } | null>(null);
  const asked = wanted ? JSON.stringify(wanted) : null;
  useEffect(() => {
    if (asked === null) return;
    let gone = false;
    const read = async () => {
      const variables = JSON.parse(asked) as Wanted;
      const answer = await client
        .query({ query: ReservationPriceDocument, variables, fetchPolicy: "no-cache" })
        .catch(() => null);
      if (answer?.data && !gone) setKnown({ asked, answer: answer.data.reservationPrice });
    };
    const timer = setTimeout(() => void read(), 120);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, asked]);
  return known?.asked === asked ? known.answer : null;
}
