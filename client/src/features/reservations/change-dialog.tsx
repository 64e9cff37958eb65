"use client";

import { useApolloClient, useMutation } from "@apollo/client/react";
import { useState } from "react";
import {
  ExtendReservationDocument,
  ExtensionPriceDocument,
  HandBackPriceDocument,
  HandBackReservationDocument,
  MovePriceDocument,
  MoveReservationDocument,
} from "#gql/reservations.ts";
import type { ReservationCard_ReservationFragment } from "#gql/graphql.ts";
import { decimal, formatUsd, micros } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { zoneName } from "#lib/time.ts";
import { hourNow } from "#lib/hour.ts";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { sayDone } from "#ui/toast.tsx";
import { CancelRule } from "./cancel-rule.tsx";
import { MoneyNow } from "./money-now.tsx";
import { useAnswer } from "./use-answer.ts";
import { instantOf, later, nextQuarter, wallClock } from "./wall-clock.ts";

export type ChangeKind = "extend" | "move" | "hand-back";

interface Chosen {
  startsAt: string;
  endsAt: string;
  gpus: number;
}

/** What a change comes to: what is agreed to by confirming, and by how much the account is the poorer for it. */
type Price =
  | {
      says: string;
      agreed: string;
      more: bigint;
      /** By the pool, of what is handed back. */
      kept?: string;
      total: string;
      leaving: { freeUntil: string; cost: string | null };
    }
  | { refused: string };

const titles = {
  extend: "Keep it for longer",
  move: "Have it at another time",
  "hand-back": "Hand some of it back",
};
const actions = { extend: "Extend", move: "Move", "hand-back": "Hand back" };

/** Changes a reservation at the price that is shown while it is chosen, and at no other. */
export function ChangeDialog(props: {
  kind: ChangeKind;
  card: ReservationCard_ReservationFragment;
  /** Where it is to be moved, if somebody said so before. */
  to?: { startsAt: string; endsAt: string } | undefined;
  handBackShareBp: number;
  zone: string;
  available: string;
  onClose: () => void;
}) {
  const { kind, card, to, handBackShareBp, zone, available, onClose } = props;
  const [chosen, setChosen] = useState(() => ({ ...firstChoice(kind, card), ...to }));
  const price = useChangePrice(kind, card, chosen);
  const change = useChange(kind, card.id);
  const field = (name: "startsAt" | "endsAt", label: string) => (
    <TextField
      name={name}
      label={`${label} (${zoneName(chosen[name], zone)})`}
      type="datetime-local"
      step={900}
      value={wallClock(chosen[name], zone)}
      onChange={(event) => {
        const { at } = instantOf(event.target.value, zone);
        if (at !== null) setChosen({ ...chosen, [name]: at });
      }}
    />
  );
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title={titles[kind]}>
      <Form
        aria-label={titles[kind]}
        fields={["startsAt", "endsAt", "gpus"]}
        className="grid gap-4"
        submit={async () => {
          if (!price || "refused" in price)
            return { field: null, message: "This cannot be done as it stands." };
          const refused = await change(chosen, price.agreed);
          if (refused) return refused;
          sayDone("Changed", price.says);
          onClose();
          return null;
        }}
      >
        {({ busy }) => (
          <>
            {kind !== "extend" && field("startsAt", "From")}
            {field("endsAt", kind === "extend" ? "New end" : "Until")}
            {kind === "hand-back" && (
              <TextField
                name="gpus"
                label="GPUs"
                type="number"
                min={1}
                max={card.gpus}
                value={chosen.gpus}
                onChange={(event) => setChosen({ ...chosen, gpus: Number(event.target.value) || 1 })}
              />
            )}
            {price === null && <Notice>Asking what it comes to.</Notice>}
            {price && "refused" in price && <Notice tone="warn">{price.refused}</Notice>}
            {price && !("refused" in price) && (
              <>
                <MoneyNow lines={linesOf(price, card.state === "ACTIVE", available)} />
                <p className="text-sm text-ink-soft">
                  {kind === "hand-back" &&
                    price.leaving.cost !== null &&
                    `Of a part that is handed back the pool keeps ${handBackShareBp / 100} %. `}
                  {price.leaving.cost === null ? (
                    `It has begun and can no longer be cancelled. What is left of it can be handed back; ${handBackShareBp / 100} % of that is kept.`
                  ) : (
                    <CancelRule freeUntil={price.leaving.freeUntil} cost={price.leaving.cost} />
                  )}
                </p>
              </>
            )}
            <DialogActions>
              <SubmitButton busy={busy} disabled={!price || "refused" in price}>
                {actions[kind]}
              </SubmitButton>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}

function firstChoice(
  kind: ChangeKind,
  { startsAt, endsAt, gpus, parts }: ReservationCard_ReservationFragment,
): Chosen {
  const end = parts.at(-1)?.endsAt ?? endsAt;
  if (kind === "extend") return { startsAt, endsAt: later(end, 60), gpus };
  if (kind === "move") return { startsAt: later(startsAt, 60), endsAt: later(end, 60), gpus };
  const soon = nextQuarter(Math.max(hourNow(), Date.parse(startsAt)));
  return { startsAt: later(soon, 60) < end ? later(soon, 60) : soon, endsAt: end, gpus };
}

function useChangePrice(
  kind: ChangeKind,
  { id: reservationId, total }: ReservationCard_ReservationFragment,
  chosen: Chosen,
): Price | null {
  const client = useApolloClient();
  const { startsAt, endsAt, gpus } = chosen;
  const fetchPolicy = "no-cache";
  const ask = async (): Promise<Price> => {
    if (kind === "hand-back") {
      const variables = { reservationId, from: startsAt, to: endsAt, gpus };
      const { data } = await client.query({ query: HandBackPriceDocument, variables, fetchPolicy });
      const answer = data?.handBackPrice;
      if (answer?.__typename !== "HandBackPrice") return { refused: refusalIn(answer)?.message ?? "" };
      const { back, kept } = answer;
      return {
        says: `${formatUsd(back)} comes back; the pool keeps ${formatUsd(kept)}.`,
        agreed: back,
        kept,
        more: -micros(back),
        total: decimal(micros(total) - micros(back)),
        leaving: leavingOf(answer),
      };
    }
    const answer =
      kind === "extend"
        ? (
            await client.query({
              query: ExtensionPriceDocument,
              variables: { reservationId, endsAt },
              fetchPolicy,
            })
          ).data?.extensionPrice
        : (
            await client.query({
              query: MovePriceDocument,
              variables: { reservationId, startsAt, endsAt },
              fetchPolicy,
            })
          ).data?.movePrice;
    if (answer?.__typename !== "ChangePrice") return { refused: refusalIn(answer)?.message ?? "" };
    return {
      says: difference(answer.difference, answer.total),
      agreed: answer.total,
      more: micros(answer.difference),
      total: answer.total,
      leaving: leavingOf(answer),
    };
  };
  const asked = JSON.stringify({ kind, reservationId, ...chosen });
  const { answer } = useAnswer(asked, null, () =>
    ask().catch((): Price => ({ refused: "What it comes to could not be asked. Try again." })),
  );
  return answer;
}

const leavingOf = (answer: { freeCancelUntil: string; laterCancelCost: string | null }) => ({
  freeUntil: answer.freeCancelUntil,
  cost: answer.laterCancelCost,
});

/** Of what has begun the credit is spent already, and so is what is added to it; of what has not it is set aside. */
function linesOf(price: Exclude<Price, { refused: string }>, hasBegun: boolean, available: string) {
  const { more, total, kept } = price;
  const nothing = "0.000000";
  const added = decimal(more > 0n ? more : 0n);
  return [
    { what: "Spent now", amount: hasBegun ? added : nothing },
    { what: "Set aside now", amount: hasBegun ? nothing : added },
    ...(more < 0n ? [{ what: "Comes back now", amount: decimal(-more) }] : []),
    ...(kept === undefined ? [] : [{ what: "Kept by the pool", amount: kept }]),
    { what: hasBegun ? "Spent on it in all" : "Set aside for it in all", amount: total, strong: true },
    { what: "Available after that", amount: decimal(micros(available) - more) },
  ];
}

function difference(by: string, total: string): string {
  const amount = micros(by);
  if (amount === 0n) return `It costs the same: ${formatUsd(total)}.`;
  return amount > 0n
    ? `${formatUsd(by)} more is set aside: ${formatUsd(total)} in all.`
    : `${formatUsd(by.slice(1))} comes back: ${formatUsd(total)} in all.`;
}

function useChange(kind: ChangeKind, reservationId: string) {
  const [extend] = useMutation(ExtendReservationDocument);
  const [move] = useMutation(MoveReservationDocument);
  const [handBack] = useMutation(HandBackReservationDocument);
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID());
  return async ({ startsAt, endsAt, gpus }: Chosen, agreed: string) => {
    const result =
      kind === "extend"
        ? (await extend({ variables: { reservationId, endsAt, expectedTotal: agreed, idempotencyKey } })).data
            ?.extendReservation
        : kind === "move"
          ? (
              await move({
                variables: { reservationId, startsAt, endsAt, expectedTotal: agreed, idempotencyKey },
              })
            ).data?.moveReservation
          : (
              await handBack({
                variables: {
                  input: { reservationId, from: startsAt, to: endsAt, gpus, expectedBack: agreed },
                  idempotencyKey,
                },
              })
            ).data?.handBackReservation;
    const refused = refusalIn(result);
    // What was refused was not done, and what is tried next is another wish.
    if (refused) setKey(crypto.randomUUID());
    return refused;
  };
}
