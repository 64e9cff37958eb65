"use client";

import { useMutation } from "@apollo/client/react";
import Link from "next/link";
import { useState } from "react";
import { ExtendReservationDocument } from "#gql/reservations.ts";
import type { ReservationView_ReservationFragment } from "#gql/graphql.ts";
import { compareUsd, decimal, formatUsd, micros } from "#lib/money.ts";
import { problemOf } from "#lib/problem.ts";
import { useZone } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { clockTime, dayAndTime } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { sayDone } from "#ui/toast.tsx";
import { Until } from "#ui/when.tsx";

type Ending = NonNullable<ReservationView_ReservationFragment["ending"]>;

const whyNot = {
  FREE: null,
  SOMEBODY: "Somebody else has its GPUs next.",
  CLOSED: "The pool is closed after it.",
} as const;

/** In the last hour: how to keep it for longer with one click, or who stands in the way and where else there is room. */
export function EndingNotice(props: {
  reservationId: string;
  gpus: number;
  ending: Ending;
  available: string;
  mayChange: boolean;
  onChanged: () => void;
}) {
  const { reservationId, gpus, ending, available, mayChange, onChanged } = props;
  const { endsAt, next, extension, alternatives } = ending;
  const zone = useZone();
  return (
    <Notice tone="warn" className="mx-4 mt-4">
      It ends at {clockTime(endsAt, zone)}, <Until at={endsAt} />. {whyNot[next]}
      {extension && mayChange && (
        <Extend
          // Another end, or another price, is another wish.
          key={`${extension.endsAt} ${extension.total}`}
          reservationId={reservationId}
          extension={extension}
          available={available}
          onDone={onChanged}
        />
      )}
      {alternatives.length > 0 && (
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>As many are free:</span>
          {alternatives.map(({ startsAt, endsAt: until, pool }) => (
            <Link
              key={`${pool.id} ${startsAt}`}
              href={`/reservations?${new URLSearchParams({ pool: pool.id, gpus: String(gpus), startsAt, endsAt: until }).toString()}`}
              className="text-accent hover:underline"
            >
              {pool.name}, {dayAndTime(startsAt, zone)}
            </Link>
          ))}
        </p>
      )}
      {next !== "FREE" && alternatives.length === 0 && <p className="mt-1">Nothing nearby is free.</p>}
    </Notice>
  );
}

function Extend(props: {
  reservationId: string;
  extension: NonNullable<Ending["extension"]>;
  available: string;
  onDone: () => void;
}) {
  const { reservationId, extension, available, onDone } = props;
  const { endsAt, total, difference } = extension;
  const zone = useZone();
  const [extend] = useMutation(ExtendReservationDocument);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const enough = compareUsd(available, difference) >= 0;
  const perform = async () => {
    setBusy(true);
    setRefused(null);
    try {
      const variables = { reservationId, endsAt, expectedTotal: total, idempotencyKey };
      const no = refusalIn((await extend({ variables })).data?.extendReservation);
      if (no) setRefused(no.message);
      else {
        sayDone("Extended", `It is yours until ${dayAndTime(endsAt, zone)}.`);
        onDone();
      }
    } catch (error) {
      setRefused(problemOf(error).detail);
    }
    setBusy(false);
  };
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button tone="primary" size="sm" busy={busy} disabled={!enough} onClick={() => void perform()}>
        Keep it until {clockTime(endsAt, zone)}
      </Button>
      <span>
        {enough
          ? `${formatUsd(difference)} more; ${formatUsd(decimal(micros(available) - micros(difference)))} of credit is available then.`
          : `It costs ${formatUsd(difference)} more, and ${formatUsd(available)} of credit is available.`}
      </span>
      {refused && (
        <span role="alert" className="text-danger">
          {refused}
        </span>
      )}
    </div>
  );
}
