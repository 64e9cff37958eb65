"use client";

import { useApolloClient, useMutation } from "@apollo/client/react";
import Link from "next/link";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  CancelReservationSeriesDocument,
  ReservationSeriesDocument,
  SeriesPanel_ReservationFragmentDoc,
} from "#gql/reservations.ts";
import type { SeriesPanel_ReservationFragment } from "#gql/graphql.ts";
import { counted } from "#lib/count.ts";
import { afresh } from "#lib/live/readings.ts";
import { decimal, formatUsd, micros } from "#lib/money.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { dayAndTime } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone } from "#ui/toast.tsx";
import { Usd } from "#ui/usd.tsx";
import { MoneyNow } from "./money-now.tsx";
import { StateBadge } from "./state-badge.tsx";
import { useAnswer } from "./use-answer.ts";

type One = SeriesPanel_ReservationFragment;

/** All bookings of a rule, what each costs, and the way out of this one and those that follow. */
export function SeriesPanel(props: {
  seriesId: string;
  reservationId: string;
  available: string;
  mayChange: boolean;
  /** Another whenever the reservation changed. */
  seen: unknown;
  onChanged: () => void;
}) {
  const { seriesId, reservationId, available, mayChange, seen, onChanged } = props;
  const client = useApolloClient();
  const zone = useZone();
  const [asking, setAsking] = useState(false);
  const { answer: series, again } = useAnswer(seriesId, seen, async () => {
    const answer = await client
      .query({ query: ReservationSeriesDocument, variables: { id: seriesId }, ...afresh })
      .catch(() => null);
    const found = answer?.data?.reservationSeries?.reservations ?? null;
    return found && found.map((one) => readFragment(SeriesPanel_ReservationFragmentDoc, one));
  });
  const here = series?.find(({ id }) => id === reservationId);
  const rest = series && here ? restOf(series, here.startsAt) : [];
  return (
    <Panel
      title="Booked by a rule"
      note={series ? `One of ${series.length}.` : "Reading the others."}
      actions={
        mayChange &&
        rest.length > 1 && (
          <Button tone="danger" onClick={() => setAsking(true)}>
            Cancel this and {rest.length - 1} after it
          </Button>
        )
      }
    >
      <ol className="grid max-w-2xl gap-1 px-4 text-sm">
        {series?.map(({ id, state, startsAt, total }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3">
            {id === reservationId ? (
              <span className="numerals font-medium">{dayAndTime(startsAt, zone)}, this one</span>
            ) : (
              <Link href={`/reservations/${id}`} className="numerals text-accent hover:underline">
                {dayAndTime(startsAt, zone)}
              </Link>
            )}
            <StateBadge state={state} />
            <span className="ml-auto">
              <Usd amount={total} />
            </span>
          </li>
        ))}
      </ol>
      {asking && here && (
        <CancelRest
          seriesId={seriesId}
          from={here.startsAt}
          rest={rest}
          available={available}
          onClose={() => {
            setAsking(false);
            again();
            onChanged();
          }}
        />
      )}
    </Panel>
  );
}

/** Those from an instant on that can still be cancelled. */
function restOf(series: readonly One[], from: string): One[] {
  return series.filter(({ startsAt, cancelCost }) => startsAt >= from && cancelCost !== null);
}

function CancelRest(props: {
  seriesId: string;
  from: string;
  rest: readonly One[];
  available: string;
  onClose: () => void;
}) {
  const { seriesId, from, rest, available, onClose } = props;
  const [cancel] = useMutation(CancelReservationSeriesDocument);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const cost = rest.reduce((sum, one) => sum + micros(one.cancelCost ?? "0"), 0n);
  const total = rest.reduce((sum, one) => sum + micros(one.total), 0n);
  const back = decimal(total - cost);
  return (
    <Confirm
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Cancel ${counted(rest.length, "booking")}?`}
      action={`Cancel ${rest.length}`}
      perform={async () => {
        const variables = { seriesId, from, expectedCost: decimal(cost), idempotencyKey };
        const { data } = await cancel({ variables });
        const refused = refusalIn(data?.cancelReservationSeries);
        if (!refused) sayDone("Cancelled", `${formatUsd(back)} is available again.`);
        return refused;
      }}
    >
      <p className="mb-3">
        All of them are cancelled, or none. Each is free to cancel until its own limit, and costs a part of
        its total after that.
      </p>
      <MoneyNow
        lines={[
          { what: "Spent now", amount: decimal(cost), strong: true },
          { what: "Comes back of what is set aside", amount: back },
          { what: "Available after that", amount: decimal(micros(available) + micros(back)) },
        ]}
      />
    </Confirm>
  );
}
