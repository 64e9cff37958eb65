"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { JoinWaitlistDocument } from "#gql/reservations.ts";
import type { PoolChoice_PoolFragment } from "#gql/graphql.ts";
import { decimal, formatUsd, micros, parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { sayDone } from "#ui/toast.tsx";
import { When } from "#ui/when.tsx";
import type { Machine, Wanted } from "./use-price.ts";
import { lasts, minutesBetween } from "./wall-clock.ts";

/** Asks for what is not free: it is booked by itself when it becomes so, for so much at most. */
export function WaitDialog(props: {
  pool: PoolChoice_PoolFragment;
  wanted: Wanted;
  machine: Machine;
  onClose: () => void;
}) {
  const { pool, wanted, machine, onClose } = props;
  const { poolId, gpus, startsAt, endsAt } = wanted;
  const [join] = useMutation(JoinWaitlistDocument);
  // A second try after a lost answer waits no second time; with another amount it is another wish.
  const [key] = useState(() => crypto.randomUUID());
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Wait for ${gpus} × ${pool.gpuModel}`}
      description={
        <>
          <When at={startsAt} />, for {lasts(startsAt, endsAt)}. When it becomes free it is booked by itself,
          for whoever waits longest.
        </>
      }
    >
      <Form
        aria-label="Wait for it"
        fields={["mostTotal"]}
        className="grid gap-4"
        submit={async (values) => {
          const mostTotal = parseUsd(textOf(values, "mostTotal"));
          if (mostTotal === null) return { field: "mostTotal", message: "That is no amount of dollars." };
          const input = { poolId, gpus, startsAt, endsAt, ...machine, mostTotal };
          const refused = refusalIn(
            (await join({ variables: { input, idempotencyKey: `${key} ${mostTotal}` } })).data?.joinWaitlist,
          );
          if (refused) return refused;
          sayDone("Waiting", `It is booked when it becomes free, for ${formatUsd(mostTotal)} at most.`);
          onClose();
          return null;
        }}
      >
        {({ busy }) => (
          <>
            <TextField
              name="mostTotal"
              label="The most that it may cost"
              hint="At first, its hours at the pool’s price without any discount. Nothing is set aside until it is booked; without the credit then, the next who waits has it."
              inputMode="decimal"
              required
              autoComplete="off"
              defaultValue={formatUsd(atPoolPrice(pool.pricePerGpuHour, wanted))}
            />
            <DialogActions>
              <Button onClick={onClose}>Not now</Button>
              <SubmitButton busy={busy}>Wait for it</SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}

function atPoolPrice(pricePerGpuHour: string, { gpus, startsAt, endsAt }: Wanted): string {
  return decimal((micros(pricePerGpuHour) * BigInt(gpus * minutesBetween(startsAt, endsAt))) / 60n);
}
