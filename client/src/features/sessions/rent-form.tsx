"use client";

import { skipToken, useMutation, useQuery } from "@apollo/client/react";
import Link from "next/link";
import { useRef, useState } from "react";
import { RentPriceDocument, StartSessionDocument } from "#gql/sessions.ts";
import type { RentPageQuery, RentTemplateFragment } from "#gql/graphql.ts";
import { dropHeldToken, heldTokenOf } from "#lib/held-tokens.ts";
import { formatUsd, micros, parseUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { CodeField, TextField } from "#ui/field.tsx";
import { Form, SubmitButton, textOf } from "#ui/form.tsx";
import { Notice } from "#ui/notice.tsx";
import { heldFor } from "./held.ts";
import { HeldPrice } from "./held-price.tsx";
import { RentStarted } from "./rent-started.tsx";
import { readSetUp, setUpFields, wholeOf } from "./set-up.ts";
import { SavingFields } from "./saving-fields.tsx";
import { TemplateBar } from "./template-bar.tsx";

export interface RentFormProps {
  offer: NonNullable<RentPageQuery["offer"]>;
  available: string;
  /** The provider bills the team's own account there, and no credit is held. */
  isOwnBill: boolean;
  /** What a machine has where nothing else is said, and what the offer's price is for. */
  usualDiskGb: number;
  templates: readonly RentTemplateFragment[] | null;
}

/** What is rented, for how long, how it is set up, and what that sets aside, before anything is spent. */
export function RentForm({
  offer,
  available,
  isOwnBill,
  usualDiskGb,
  templates: firstTemplates,
}: RentFormProps) {
  const [start] = useMutation(StartSessionDocument);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [hours, setHours] = useState("1");
  const [disk, setDisk] = useState("");
  const [most, setMost] = useState<string | null>(null);
  const [templates, setTemplates] = useState(firstTemplates);
  const [templateId, setTemplateId] = useState<string | null>(null);
  const [started, setStarted] = useState<{ id: string; privateKey: string | null } | null>(null);
  const setUp = useRef<HTMLDivElement>(null);

  const template = templates?.find(({ id }) => id === templateId) ?? null;
  const diskGb = wholeOf(disk) ?? template?.diskGb ?? usualDiskGb;
  const price = usePriceWith(offer, diskGb, usualDiskGb);
  // Until somebody writes another amount, the most is what it costs.
  const cap = most ?? formatUsd(price);
  const held = heldFor(parseUsd(cap), Number(hours));
  if (started) return <RentStarted {...started} />;
  return (
    <Form
      aria-label="Rent this machine"
      fields={["hours", "maxPricePerHour", "region", "publicKey", "consumer", ...setUpFields]}
      className="grid max-w-xl gap-4 px-4 py-5"
      submit={async (values) => {
        const maxPricePerHour = parseUsd(textOf(values, "maxPricePerHour"));
        if (maxPricePerHour === null)
          return { field: "maxPricePerHour", message: "Write an amount, such as 2.50." };
        const wanted = readSetUp(values);
        if ("message" in wanted) return wanted;
        const hours = wholeOf(textOf(values, "hours"));
        if (hours == null) return { field: "hours", message: "Write a whole number of hours." };
        const input = {
          ...wanted,
          offerId: offer.id,
          heldOfferToken: heldTokenOf(offer.id),
          templateId: template?.id ?? null,
          hours,
          maxPricePerHour,
          publicKey: textOf(values, "publicKey") || null,
          consumer: textOf(values, "consumer") || null,
          region: textOf(values, "region") || null,
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
          {offer.kind === "INTERRUPTIBLE" && (
            <Notice tone="warn">
              This machine is interruptible: whoever bids more may take it at any moment, and what is on its
              disk goes with it.
            </Notice>
          )}
          <HeldPrice offerId={offer.id} />
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
              value={cap}
              onChange={(event) => setMost(event.target.value)}
              required
              hint="All in. If this machine does not start, another is tried within it: of this GPU, or of one with as much memory."
            />
          </div>
          <TextField
            name="publicKey"
            label="Your public SSH key"
            placeholder="ssh-ed25519 AAAA…"
            autoComplete="off"
            hint="Left empty, a pair is made for you and its private half shown once."
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField name="consumer" label="For" placeholder="An app, a person, a job" autoComplete="off" />
            <TextField
              name="region"
              label="Only in"
              placeholder={offer.country ?? offer.region}
              autoComplete="off"
              hint="A region, or a country's two letters: another machine is tried there alone."
            />
          </div>

          <div ref={setUp} className="grid gap-4 border-t pt-4">
            <div className="grid gap-2">
              <h2 className="text-sm font-semibold">How it is set up</h2>
              {templates && (
                <TemplateBar
                  templates={templates}
                  chosen={template}
                  onChoose={setTemplateId}
                  onChange={setTemplates}
                  form={setUp}
                />
              )}
            </div>
            <TextField
              name="image"
              label="Image"
              placeholder={template?.image ?? "nvidia/cuda:12.8.1-devel-ubuntu24.04"}
              autoComplete="off"
            />
            <div className="grid gap-4 sm:grid-cols-3">
              <TextField
                name="diskGb"
                label="Disk"
                inputMode="numeric"
                value={disk}
                onChange={(event) => setDisk(event.target.value)}
                placeholder={String(template?.diskGb ?? usualDiskGb)}
                autoComplete="off"
                hint={`GB, ${Math.floor(offer.diskGb)} at most; it is in the price.`}
              />
              <TextField
                name="ports"
                label="Ports"
                placeholder={template?.ports.join(", ") || "8888, 6006"}
                autoComplete="off"
                hint="To be reached from outside."
              />
              <TextField
                name="idleMinutes"
                label="End when idle for"
                inputMode="numeric"
                placeholder={template?.idleMinutes?.toString() ?? "Never"}
                autoComplete="off"
                hint="Minutes without a GPU in use."
              />
            </div>
            <CodeField
              name="onStart"
              label="Start script"
              rows={3}
              placeholder={template?.onStart ?? "pip install -r requirements.txt"}
              hint="Runs in a shell once the machine is up."
            />
            <CodeField
              name="env"
              label="Environment"
              rows={3}
              placeholder={template?.envNames.map((name) => `${name}=…`).join("\n") || "NAME=value"}
              hint="One variable a line. They are kept sealed."
            />
          </div>

          <SavingFields template={template} />

          <Notice tone={!isOwnBill && held !== null && micros(held) > micros(available) ? "warn" : "neutral"}>
            {held === null
              ? "Say for how many hours, and what one may cost."
              : `${formatUsd(price)} an hour with ${diskGb} GB of disk. ${
                  isOwnBill
                    ? `It is rented with your team’s own key: ${offer.provider.name} bills your team’s account there, for ${formatUsd(held)} at most by its list, and no credit is set aside or spent. It counts in budgets as it would here.`
                    : `${formatUsd(held)} of your ${formatUsd(available)} is set aside. It is charged by the second from when the machine is proved, and never for one that did not get ready; the rest comes back.`
                }`}
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

/** What an hour costs with such a disk; until that is known, what was known last. */
function usePriceWith(offer: RentFormProps["offer"], diskGb: number, usualDiskGb: number): string {
  const { data, previousData } = useQuery(
    RentPriceDocument,
    diskGb === usualDiskGb
      ? skipToken
      : { variables: { offerId: offer.id, diskGb }, ssr: false, fetchPolicy: "no-cache" },
  );
  if (diskGb === usualDiskGb) return offer.allIn.pricePerHour;
  return (data ?? previousData)?.offer?.allIn.pricePerHour ?? offer.allIn.pricePerHour;
}
