"use client";

import Link from "next/link";
import { skipToken, useQuery } from "@apollo/client/react";
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { OfferSheetDocument } from "#gql/offers.ts";
import type { OfferSheetQuery, PricePart } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { problemOf } from "#lib/problem.ts";
import { Badge } from "#ui/badge.tsx";
import { buttonStyle } from "#ui/button-style.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Notice } from "#ui/notice.tsx";
import { Empty, Failed, LoadingRows } from "#ui/states.tsx";
import { Usd } from "#ui/usd.tsx";
import { When } from "#ui/when.tsx";
import { HoldOffer } from "./hold-offer.tsx";
import { PriceWatches } from "./price-watches.tsx";
import { MarketHistory } from "./market-history.tsx";
import { percent, speed } from "./words.ts";

type Offer = NonNullable<OfferSheetQuery["offer"]>;

export interface OfferSheetProps {
  /** The offer to tell about; null when none is. */
  id: string | null;
  diskGb: number;
  /** Changes when the list does: what is told is then read again. */
  revision: number;
  onClose: () => void;
}

export function OfferSheet({ id, diskGb, revision, onClose }: OfferSheetProps) {
  // While the sheet slides away it still shows what it was about.
  const [shownId, setShownId] = useState(id);
  if (id !== null && id !== shownId) setShownId(id);

  const { data, error, refetch } = useQuery(
    OfferSheetDocument,
    shownId === null
      ? skipToken
      : { variables: { id: shownId, diskGb }, ssr: false, fetchPolicy: "no-cache" },
  );
  const readAgain = useEffectEvent(() => {
    if (id !== null) void refetch().catch(() => undefined);
  });
  useEffect(() => readAgain(), [revision]);

  const offer = data?.offer;
  return (
    <Dialog
      shape="sheet"
      open={id !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={offer ? `${offer.gpuCount} × ${offer.gpu.model}` : "Offer"}
      description={offer ? `${offer.provider.name} · ${offer.region}` : undefined}
    >
      {offer ? (
        <OfferFacts offer={offer} diskGb={diskGb} />
      ) : error ? (
        <Failed
          problem={problemOf(error)}
          actions={<Button onClick={() => void refetch()}>Try again</Button>}
        />
      ) : data ? (
        <Empty title="There is no such offer">It may have been withdrawn some time ago.</Empty>
      ) : (
        <LoadingRows count={8} label="Reading the offer" />
      )}
    </Dialog>
  );
}

function OfferFacts({ offer, diskGb }: { offer: Offer; diskGb: number }) {
  return (
    <div className="grid gap-6">
      {offer.state === "WITHDRAWN" && (
        <Notice tone="warn">This machine is listed no more. What follows is how it was last seen.</Notice>
      )}
      {offer.suppressedUntil !== null && (
        <Notice tone="warn">
          Three launches failed here within half an hour. It is left out of lists until{" "}
          <When at={offer.suppressedUntil} />.
        </Notice>
      )}
      {offer.state === "LISTED" && offer.staleBecause !== null && (
        <Notice tone="warn">{offer.staleBecause}</Notice>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Badge tone={offer.kind === "ON_DEMAND" ? "neutral" : "warn"}>
          {offer.kind === "ON_DEMAND" ? "on-demand" : "interruptible"}
        </Badge>
        {offer.verified && <Badge tone="accent">verified host</Badge>}
        {offer.datacenter && <Badge>datacentre</Badge>}
      </div>

      {offer.state !== "WITHDRAWN" && (
        <Link href={`/sessions/new?offer=${offer.id}`} className={buttonStyle({ tone: "primary" })}>
          Rent this machine
        </Link>
      )}

      <Statement title="Price of an hour">
        {offer.allIn.parts.map(({ of, pricePerHour }) => (
          <Line key={of} name={partName(of, offer, diskGb)}>
            <Usd amount={pricePerHour} />
          </Line>
        ))}
        <Line name="All-in" total>
          <Usd amount={offer.allIn.pricePerHour} />
        </Line>
        {offer.gpuCount > 1 && (
          <Line name="All-in, for one GPU">
            <Usd amount={offer.allIn.pricePerGpuHour} />
          </Line>
        )}
      </Statement>
      <Traffic offer={offer} />
      {offer.previousPricePerGpuHour && (
        <p className="-mt-4 text-xs text-ink-faint">
          {formatUsd(offer.previousPricePerGpuHour)} per GPU-hour until <When at={offer.priceChangedAt} />
        </p>
      )}

      {offer.state === "LISTED" && <HoldOffer offerId={offer.id} />}
      <PriceWatches gpu={offer.gpu} gpuCount={offer.gpuCount} kind={offer.kind} />
      <MarketHistory offer={offer} />

      <Statement title="Machine">
        <Line name="VRAM per GPU">{offer.gpu.vramGb} GB</Line>
        <Line name="Socket">{offer.gpu.socket ?? "not reported"}</Line>
        <Line name="vCPUs">{offer.vcpus}</Line>
        <Line name="Memory">{Math.round(offer.ramGb).toLocaleString("en")} GB</Line>
        <Line name="Disk to be had">{Math.round(offer.diskGb).toLocaleString("en")} GB</Line>
        <Line name="CUDA">{offer.cudaVersion ?? "not reported"}</Line>
        <Line name="Network down / up">
          {speed(offer.networkDownMbps) ?? "–"} / {speed(offer.networkUpMbps) ?? "–"}
        </Line>
      </Statement>

      <Statement title="Host">
        <Line name="Reliability">
          {offer.reliability === null ? "not reported" : percent(offer.reliability)}
        </Line>
        <Line name="Launches that worked">
          {offer.availability.score === null
            ? (offer.availability.unknownBecause ?? "not known")
            : `${percent(offer.availability.score)} of ${offer.availability.sampleCount}`}
        </Line>
        <Line name="Confidence in what is shown">{percent(offer.confidence)}</Line>
        <Line name="To be had for">
          {offer.maxDurationHours === null
            ? "no limit given"
            : `${Math.floor(offer.maxDurationHours)} h at most`}
        </Line>
        <Line name="First seen">
          <When at={offer.firstSeenAt} />
        </Line>
        <Line name="Seen last">
          <When at={offer.observedAt} />
        </Line>
        <Line name="Provider’s name for the GPU">{offer.gpu.rawName}</Line>
        <Line name="Offer">
          <code className="font-mono text-xs">{offer.id}</code>
        </Line>
      </Statement>
    </div>
  );
}

/** What its host charges beside the hour, where it does: it is in no price, and may come to more than all of them. */
function Traffic({ offer: { trafficUpPerGb: up, trafficDownPerGb: down } }: { offer: Offer }) {
  const rates = [
    { amount: up, way: "out" },
    { amount: down, way: "in" },
  ].flatMap(({ amount, way }) => (Number(amount) > 0 ? `${formatUsd(amount ?? "0")} a GB ${way}` : []));
  if (rates.length === 0) return null;
  return (
    <p className="-mt-4 text-xs text-ink-soft">The host charges traffic beside that: {rates.join(", ")}.</p>
  );
}

function partName(part: PricePart, offer: Offer, diskGb: number): string {
  switch (part) {
    case "GPUS":
      return `GPUs, ${offer.gpuCount} × ${formatUsd(offer.pricePerGpuHour)}`;
    case "VCPUS":
      return `vCPUs, ${offer.vcpus}`;
    case "RAM":
      return `Memory, ${Math.round(offer.ramGb).toLocaleString("en")} GB`;
    case "DISK":
      return `Disk, ${diskGb} GB at ${formatUsd(offer.diskPricePerGbMonth)} a GB and month`;
  }
}

/** Names to the left, what they stand for to the right, a hairline between: as on a statement. */
function Statement({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-ink-faint">{title}</h3>
      <dl className="text-sm">{children}</dl>
    </section>
  );
}

function Line({ name, total = false, children }: { name: string; total?: boolean; children: ReactNode }) {
  return (
    <div
      className={
        total
          ? "flex items-baseline justify-between gap-4 border-t border-line-strong py-1.5 font-medium"
          : "flex items-baseline justify-between gap-4 border-t py-1.5"
      }
    >
      <dt className={total ? "text-ink" : "text-ink-soft"}>{name}</dt>
      <dd className="numerals text-right">{children}</dd>
    </div>
  );
}
