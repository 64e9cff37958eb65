"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { CreateReservationSeriesDocument } from "#gql/reservations.ts";
import type { PoolChoice_PoolFragment } from "#gql/graphql.ts";
import { counted } from "#lib/count.ts";
import { compareUsd, decimal, micros } from "#lib/money.ts";
import { problemOf } from "#lib/problem.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Notice } from "#ui/notice.tsx";
import { sayDone } from "#ui/toast.tsx";
import { MoneyNow } from "./money-now.tsx";
import { OccurrenceList } from "./occurrence-list.tsx";
import type { Machine } from "./use-price.ts";
import type { PricedRecurrence, Recurrence } from "./use-series-price.ts";

/** The last look before every time of a rule is booked, or none. */
export function SeriesDialog(props: {
  pool: PoolChoice_PoolFragment;
  recurrence: Recurrence;
  price: PricedRecurrence & { total: string };
  machine: Machine;
  available: string;
  onClose: (booked: boolean) => void;
}) {
  const { pool, recurrence, price, machine, available, onClose } = props;
  const [book] = useMutation(CreateReservationSeriesDocument);
  const [key] = useState(() => crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const count = price.occurrences.length;
  const enough = compareUsd(available, price.total) >= 0;

  const confirm = async () => {
    setBusy(true);
    setRefused(null);
    try {
      const input = { ...recurrence, ...machine, expectedTotal: price.total };
      const { data } = await book({ variables: { input, idempotencyKey: key } });
      const no = refusalIn(data?.createReservationSeries);
      if (no) setRefused(no.message);
      else {
        sayDone("Booked", `${counted(count, "time")} ${recurrence.gpus} × ${pool.gpuModel}.`);
        onClose(true);
        return;
      }
    } catch (error) {
      setRefused(problemOf(error).detail);
    }
    setBusy(false);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose(false))}
      title={`Book ${counted(count, "time")} ${recurrence.gpus} × ${pool.gpuModel}`}
      description={`${pool.name}. All of them are booked, or none.`}
    >
      <OccurrenceList occurrences={price.occurrences} />
      <div className="mt-4 border-t pt-3">
        <MoneyNow
          lines={[
            { what: "Spent now", amount: "0.000000" },
            {
              what: "Set aside now, each part spent when its first machine is ready",
              amount: price.total,
              strong: true,
            },
            { what: "Available after that", amount: decimal(micros(available) - micros(price.total)) },
          ]}
        />
      </div>
      <p className="mt-3 text-sm text-ink-soft">
        Each can be cancelled by itself, or with all that follow it: free until {pool.freeCancelHours} h
        before its start, and for {pool.cancelShareBp / 100} % of its total after that.
      </p>
      {!enough && (
        <Notice tone="warn" className="mt-3">
          There is not enough credit available for this.
        </Notice>
      )}
      {refused && (
        <Notice tone="danger" className="mt-3">
          {refused}
        </Notice>
      )}
      <DialogActions>
        <Button tone="plain" onClick={() => onClose(false)}>
          Not now
        </Button>
        <Button tone="primary" busy={busy} disabled={!enough} onClick={() => void confirm()}>
          Book all {count}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
