"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { CancelReservationDocument } from "#gql/graphql.ts";
import { decimal, formatUsd, micros } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Confirm } from "#ui/confirm.tsx";
import { sayDone } from "#ui/toast.tsx";

/** Says what cancelling costs and what is available after it, and cancels at just that. */
export function CancelDialog(props: {
  id: string;
  cost: string;
  total: string;
  available: string;
  onClose: () => void;
}) {
  const { id, cost, total, available, onClose } = props;
  const [cancel] = useMutation(CancelReservationDocument);
  const [key] = useState(() => crypto.randomUUID());
  const back = micros(total) - micros(cost);
  return (
    <Confirm
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Cancel this reservation?"
      action="Cancel it"
      perform={async () => {
        const variables = { reservationId: id, expectedCost: cost, idempotencyKey: key };
        const { data } = await cancel({ variables });
        const refused = refusalIn(data?.cancelReservation);
        if (!refused) sayDone("Cancelled", `${formatUsd(decimal(back))} is available again.`);
        return refused;
      }}
    >
      {micros(cost) === 0n
        ? `It costs nothing. ${formatUsd(total)} that is set aside comes back, `
        : `It costs ${formatUsd(cost)} of the ${formatUsd(total)} that is set aside; ${formatUsd(decimal(back))} comes back, `}
      and {formatUsd(decimal(micros(available) + back))} is available then. Its GPUs are anybody’s at once.
    </Confirm>
  );
}
