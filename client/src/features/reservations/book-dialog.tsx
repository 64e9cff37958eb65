"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { CreateReservationDocument } from "#gql/reservations.ts";
import type { QuoteReservationMutation } from "#gql/graphql.ts";
import { compareUsd, decimal, micros } from "#lib/money.ts";
import { problemOf } from "#lib/problem.ts";
import { useClock } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { countdown } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { Notice } from "#ui/notice.tsx";
import { sayDone } from "#ui/toast.tsx";
import { When } from "#ui/when.tsx";
import { CancelRule } from "./cancel-rule.tsx";
import { MoneyNow } from "./money-now.tsx";
import { PriceLines } from "./price-lines.tsx";
import { lasts } from "./wall-clock.ts";

export type Quote = Extract<QuoteReservationMutation["quoteReservation"], { __typename: "Reservation" }>;

/** The last look before it is booked: what is set aside now, what comes of it later, what leaving costs. */
export function BookDialog(props: {
  quote: Quote;
  available: string;
  onClose: (outcome: "booked" | "left" | "over") => void;
}) {
  const { quote, available, onClose } = props;
  const [book] = useMutation(CreateReservationDocument);
  // One key for one quote: a second click, or a second try after a lost answer, books no second time.
  const [key] = useState(() => crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const left = useClock((now) => countdown(quote.heldUntil ?? quote.startsAt, now) ?? "");
  const enough = compareUsd(available, quote.total) >= 0;

  const confirm = async () => {
    setBusy(true);
    setRefused(null);
    try {
      const input = { quoteId: quote.id, expectedTotal: quote.total };
      const { data } = await book({ variables: { input, idempotencyKey: key } });
      const no = refusalIn(data?.createReservation);
      if (no) setRefused(no.message);
      else {
        sayDone("Booked", `${quote.gpus} GPU${quote.gpus === 1 ? "" : "s"} of ${quote.pool.name}.`);
        onClose("booked");
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
      onOpenChange={(open) => {
        if (!open) onClose(left === "" ? "over" : "left");
      }}
      keep
      title={`Book ${quote.gpus} GPU${quote.gpus === 1 ? "" : "s"} of ${quote.pool.name}`}
      description={
        <>
          <When at={quote.startsAt} /> to <When at={quote.endsAt} />, {lasts(quote.startsAt, quote.endsAt)}
        </>
      }
    >
      <PriceLines {...quote} />
      <div className="mt-4 border-t pt-3">
        <MoneyNow
          lines={[
            { what: "Spent now", amount: "0.000000" },
            {
              what: "Set aside now, spent when its first machine is ready",
              amount: quote.total,
              strong: true,
            },
            { what: "Available after that", amount: decimal(micros(available) - micros(quote.total)) },
          ]}
        />
      </div>
      <p className="mt-3 text-sm text-ink-soft">
        <CancelRule
          freeUntil={quote.freeCancelUntil}
          cost={decimal((micros(quote.total) * BigInt(quote.pool.cancelShareBp)) / 10_000n)}
        />{" "}
        If its machines come late, Berth pays twice what the minutes cost, up to this total, by itself.
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
      <p className="mt-3 text-xs text-ink-faint" role="timer">
        {left === ""
          ? "The quote ran out. Close this and review again."
          : `Place and price are kept for ${left}.`}
      </p>
      <DialogActions>
        <Button tone="plain" onClick={() => onClose(left === "" ? "over" : "left")}>
          Not now
        </Button>
        <Button tone="primary" busy={busy} disabled={left === "" || !enough} onClick={() => void confirm()}>
          Book it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
