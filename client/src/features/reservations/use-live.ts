"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent, useState } from "react";
import {
  AvailabilityTailDocument,
  ReservationsInWindowDocument,
  ReservationsTailDocument,
} from "#gql/reservations.ts";
import type { AvailabilityTailSubscription, ReservationsInWindowQuery } from "#gql/graphql.ts";
import { keepRead } from "#lib/live/keep-read.ts";
import { afresh } from "#lib/live/readings.ts";
import { followTail, tailAnew, type Line } from "#lib/live/tail.ts";

export interface Span {
  from: string;
  to: string;
}

type Update = Extract<
  AvailabilityTailSubscription["availabilityChanged"],
  { __typename: "AvailabilityUpdate" }
>;
export type PoolFree = Update["availability"]["pools"][number];

/** What is free of every pool within a span, hour by hour, as it is booked and given back by anybody. */
export function useAvailability({ from, to }: Span): ReadonlyMap<string, PoolFree> {
  const [known, setKnown] = useState<{ span: string; pools: ReadonlyMap<string, PoolFree> } | null>(null);
  const span = `${from} ${to}`;
  useEffect(() => followFree({ from, to }, (pools) => setKnown({ span, pools })), [from, to, span]);
  // What was free in another span says nothing of this one.
  return known?.span === span ? known.pools : nothing;
}

const nothing: ReadonlyMap<string, PoolFree> = new Map();

export function followFree(
  { from, to }: Span,
  show: (pools: ReadonlyMap<string, PoolFree>) => void,
  line?: Line,
): () => void {
  return followTail(
    {
      document: AvailabilityTailDocument,
      variables: { from, to, stepMinutes: 60 },
      after: null,
      onFrame: ({ availabilityChanged: update }) => {
        if (update.__typename === "Resync") return tailAnew;
        show(new Map(update.availability.pools.map((one) => [one.pool.id, one])));
        return update.cursor;
      },
    },
    line,
  );
}

/** The account's bookings within a span, read again whenever one changed. */
export function useBookings({ from, to }: Span, first: ReservationsInWindowQuery): ReservationsInWindowQuery {
  const client = useApolloClient();
  const [data, setData] = useState(first);
  useEffect(() => {
    const kept = keepRead(
      () => client.query({ query: ReservationsInWindowDocument, variables: { from, to }, ...afresh }),
      setData,
    );
    const stop = followReservations(null, kept.again);
    return () => {
      stop();
      kept.stop();
    };
  }, [client, from, to]);
  return data;
}

/** Calls whenever a reservation changed, of the account or this one; and once at the start. */
function followReservations(reservationId: string | null, onChange: () => void): () => void {
  return followTail({
    document: ReservationsTailDocument,
    variables: { reservationId },
    after: null,
    onFrame: ({ reservationChanged }) => {
      onChange();
      return reservationChanged.cursor;
    },
  });
}

export function useReservationChanges(reservationId: string, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => followReservations(reservationId, changed), [reservationId]);
}
