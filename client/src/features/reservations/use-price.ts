"use client";

import { useApolloClient } from "@apollo/client/react";
import { ReservationPriceDocument } from "#gql/reservations.ts";
import type { ReservationPriceQuery } from "#gql/graphql.ts";
import { afresh } from "#lib/live/readings.ts";
import { problemOf } from "#lib/problem.ts";
import { useAnswer } from "./use-answer.ts";

type Answer = ReservationPriceQuery["reservationPrice"];

export interface Wanted {
  poolId: string;
  gpus: number;
  startsAt: string;
  endsAt: string;
}

/** What its machines are for, and what is done on them before they go. */
export interface Machine {
  label: string | null;
  consumer: string | null;
  templateId: string | null;
  onStart: string | null;
  saveCommand: string | null;
  saveMinutes: number | null;
}

/** Null while it is not known; with the reason when it could not be asked. */
export type Price = { answer: Answer } | { problem: string } | null;

/**
 * What it would cost now, a moment after it was last changed, and asked again whenever `seen` is another: what others
 * book meanwhile changes what is free and what it costs.
 */
export function usePrice(variables: Wanted, seen: unknown): { price: Price; ask: () => void } {
  const client = useApolloClient();
  const { answer, again } = useAnswer(JSON.stringify(variables), seen, () =>
    client
      .query({ query: ReservationPriceDocument, variables, ...afresh })
      .then(({ data }): Price => (data ? { answer: data.reservationPrice } : null))
      .catch((error: unknown): Price => ({ problem: problemOf(error).detail })),
  );
  return { price: answer, ask: again };
}
