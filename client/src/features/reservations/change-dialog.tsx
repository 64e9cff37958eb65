"use client";

import { useApolloClient, useMutation } from "@apollo/client/react";
import { useEffect, useState } from "react";
import {
  ExtendReservationDocument,
  ExtensionPriceDocument,
  HandBackPriceDocument,
  HandBackReservationDocument,
  MovePriceDocument,
  MoveReservationDocument,
  type ReservationCard_ReservationFragment,
} from "#gql/graphql.ts";
import { decimal, formatUsd, micros } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { zoneName } from "#lib/time.ts";
import { Dialog, DialogActions } from "#ui/dialog.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { sayDone } from "#ui/toast.tsx";
import { instantOf, later, nextQuarter, wallClock } from "./wall-clock.ts";

export type ChangeKind = "extend" | "move" | "hand-back";

interface Chosen {
  startsAt: string;
  endsAt: string;
  gpus: number;
}

/** What a change comes to: in words, the amount that is agreed to by confirming, and by how much more is set aside. */
type Price = { says: string; agreed: string; setAside: bigint } | { refused: string };

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
  zone: string;
  available: string;
  onClose: () => void;
}) {
  const { kind, card, zone, available, onClose } = props;
  const [chosen, setChosen] = useState(() => firstChoice(kind, card));
  const price = useChangePrice(kind, card.id, chosen);
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
            <Notice tone={price && "refused" in price ? "warn" : "neutral"}>
              {price === null
                ? "Asking what it comes to."
                : "refused" in price
                  ? price.refused
                  : `${price.says} ${after(available, price.setAside)}`}
            </Notice>
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
  const soon = nextQuarter(Math.max(Date.now(), Date.parse(startsAt)));
  return { startsAt: later(soon, 60) < end ? later(soon, 60) : soon, endsAt: end, gpus };
}

function useChangePrice(kind: ChangeKind, reservationId: string, chosen: Chosen): Price | null {
  const client = useApolloClient();
  const [known, setKnown] = useState<{ asked: string; price: Price } | null>(null);
  const asked = JSON.stringify({ reservationId, ...chosen });
  useEffect(() => {
    let gone = false;
    const { reservationId, startsAt, endsAt, gpus } = JSON.parse(asked) as Chosen & { reservationId: string };
    const ask = async (): Promise<Price> => {
      const fetchPolicy = "no-cache";
      if (kind === "hand-back") {
        const variables = { reservationId, from: startsAt, to: endsAt, gpus };
        const { data } = await client.query({ query: HandBackPriceDocument, variables, fetchPolicy });
        const answer = data?.handBackPrice;
        if (answer?.__typename !== "HandBackPrice") return { refused: refusalIn(answer)?.message ?? "" };
        const { back, kept } = answer;
        return {
          says: `${formatUsd(back)} comes back; the pool keeps ${formatUsd(kept)}.`,
          agreed: back,
          setAside: -micros(back),
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
        setAside: micros(answer.difference),
      };
    };
    const read = async () => {
      const price = await ask().catch((): Price => ({
        refused: "What it comes to could not be asked. Try again.",
      }));
      if (!gone) setKnown({ asked, price });
    };
    const timer = setTimeout(() => void read(), 120);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, kind, asked]);
  return known?.asked === asked ? known.price : null;
}

function after(available: string, setAside: bigint): string {
  return `${formatUsd(decimal(micros(available) - setAside))} of credit is available then.`;
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
