"use client";

import { useMutation } from "@apollo/client/react";
import Link from "next/link";
import { useState } from "react";
import { StartSessionDocument, type RentPageQuery } from "#gql/graphql.ts";
import { dropHeldToken, heldTokenOf } from "#lib/held-tokens.ts";
import { formatUsd, micros, parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { buttonStyle } from "#ui/button-style.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { heldFor } from "./held.ts";

export interface RentFormProps {
  offer: NonNullable<RentPageQuery["offer"]>;
  available: string;
  diskGb: number;
}

/** What is rented, for how long, and what that sets aside, before anything is spent. */
export function RentForm({ offer, available, diskGb }: RentFormProps) {
  const [start] = useMutation(StartSessionDocument);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [hours, setHours] = useState("1");
  const [most, setMost] = useState(formatUsd(offer.allIn.pricePerHour));
  const [started, setStarted] = useState<{ id: string; privateKey: string | null } | null>(null);
  if (started) return <Started {...started} />;
  const held = heldFor(parseUsd(most), Number(hours));
  return (
    <Form
      aria-label="Rent this machine"
      fields={["hours", "maxPricePerHour", "publicKey", "image", "consumer", "idleMinutes"]}
      className="grid max-w-xl gap-4 px-4 py-5"
      submit={async (values) => {
        const maxPricePerHour = parseUsd(textOf(values, "maxPricePerHour"));
        if (maxPricePerHour === null)
          return { field: "maxPricePerHour", message: "Write an amount, such as 2.50." };
        const heldOfferToken = heldTokenOf(offer.id);
        const input = {
          offerId: offer.id,
          heldOfferToken,
          hours: Number(textOf(values, "hours")),
          maxPricePerHour,
          diskGb,
          publicKey: textOf(values, "publicKey") || null,
          image: textOf(values, "image") || null,
          consumer: textOf(values, "consumer") || null,
          idleMinutes: Number(textOf(values, "idleMinutes")) || null,
        };
        const { data } = await start({ variables: { input, idempotencyKey: key } });
        const result = data?.startSession;
        if (result?.__typename === "SessionStarted") {
          dropHeldToken(offer.id);
          setStarted({ id: result.session.id, privateKey: result.privateKey ?? null });
        }
        const refused = refusalIn(result);
        if (refused?.field !== "heldOfferToken") return refused;
        setKey(crypto.randomUUID());
        // Its price is held no more: what the form says is the machine's price now.
        dropHeldToken(offer.id);
        return {
          field: null,
          message: `${refused.message} Rent it at what it is listed for, if that suits you.`,
        };
      }}
    >
      {({ busy }) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              name="hours"
              label="Hours"
              inputMode="numeric"
              value={hours}
              onChange={(event) => setHours(event.target.value)}
              required
              hint="1 to 12; it can be extended while it runs."
            />
            <TextField
              name="maxPricePerHour"
              label="The most an hour may cost"
              inputMode="decimal"
              value={most}
              onChange={(event) => setMost(event.target.value)}
              required
              hint="All in. If this machine does not start, another is tried within it."
            />
          </div>
          <TextField
            name="publicKey"
            label="Your public SSH key"
            placeholder="ssh-ed25519 AAAA…"
            autoComplete="off"
            hint="Left empty, a pair is made for you and its private half shown once."
          />
          <TextField
            name="image"
            label="Image"
            placeholder="nvidia/cuda:12.8.1-devel-ubuntu24.04"
            autoComplete="off"
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField name="consumer" label="For" placeholder="An app, a person, a job" autoComplete="off" />
            <TextField
              name="idleMinutes"
              label="End when idle for"
              inputMode="numeric"
              placeholder="Never"
              hint="Minutes in which nothing used the GPUs."
            />
          </div>
          <Notice tone={held !== null && micros(held) > micros(available) ? "warn" : "neutral"}>
            {held === null
              ? "Say for how many hours, and what one may cost."
              : `${formatUsd(held)} of your ${formatUsd(available)} is set aside. It is charged by the second from when the machine is proved, and never for one that did not get ready; the rest comes back.`}
          </Notice>
          <div className="flex gap-2">
            <SubmitButton busy={busy}>Rent it</SubmitButton>
            <Link href="/offers" className={buttonStyle({ tone: "plain" })}>
              Back to the offers
            </Link>
          </div>
        </>
      )}
    </Form>
  );
}

function Started({ id, privateKey }: { id: string; privateKey: string | null }) {
  const [kept, setKept] = useState(privateKey === null);
  return (
    <div className="grid max-w-xl gap-4 px-4 py-5">
      <Notice tone="neutral">
        Berth is getting the machine. Nothing is charged before it is proved to be as advertised.
      </Notice>
      {privateKey !== null && (
        <>
          <Notice tone="warn">
            This private key is shown once and kept nowhere. A lost one can be replaced while the machine
            runs.
          </Notice>
          <div className="flex items-start gap-2">
            <pre
              aria-label="The private key"
              className="grow overflow-x-auto rounded-md border bg-well px-3 py-2 font-mono text-xs"
            >
              {privateKey}
            </pre>
            <CopyButton text={privateKey} what="the private key" />
          </div>
          {!kept && (
            <Button tone="plain" onClick={() => setKept(true)}>
              I have kept it
            </Button>
          )}
        </>
      )}
      {kept && (
        <Link href={`/sessions/${id}`} className={buttonStyle({ tone: "primary" })}>
          Watch it come up
        </Link>
      )}
    </div>
  );
}
