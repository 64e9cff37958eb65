"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { CancelReservationDocument } from "#gql/reservations.ts";
import { decimal, formatUsd, micros } from "#lib/money.ts";
import { useClock } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { Confirm } from "#ui/confirm.tsx";
import { sayDone } from "#ui/toast.tsx";
import { When } from "#ui/when.tsx";
import { MoneyNow } from "./money-now.tsx";

/** Says what cancelling costs and what is available after it, and cancels at just that. */
export function CancelDialog(props: {
  id: string;
  cost: string;
  total: string;
  available: string;
  freeUntil: string;
  onClose: () => void;
}) {
  const { id, cost, total, available, freeUntil, onClose } = props;
  const [cancel] = useMutation(CancelReservationDocument);
  const [key] = useState(() => crypto.randomUUID());
  const back = micros(total) - micros(cost);
  const isFree = useClock((now) => now < Date.parse(freeUntil));
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
      <p className="mb-3">
        Cancelling {isFree ? "is" : "was"} free until <When at={freeUntil} />.{" "}
        {isFree
          ? ""
          : micros(cost) === 0n
            ? "It costs nothing all the same, since its machines are late."
            : "From then on a part of it is kept."}{" "}
        Its GPUs are anybody’s at once.
      </p>
      <MoneyNow
        lines={[
          { what: "Spent now", amount: cost, strong: true },
          { what: "Comes back of what is set aside", amount: decimal(back) },
          { what: "Set aside for it after that", amount: "0.000000" },
          { what: "Available after that", amount: decimal(micros(available) + back) },
        ]}
      />
    </Confirm>
  );
}
