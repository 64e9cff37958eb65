"use client";

import { useApolloClient } from "@apollo/client/react";
import Link from "next/link";
import { useEffect, useEffectEvent, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  ReservationCard_ReservationFragmentDoc,
  ReservationPageDocument,
  ReservationView_ReservationFragmentDoc,
} from "#gql/reservations.ts";
import type { ReservationPageQuery } from "#gql/graphql.ts";
import { afresh } from "#lib/live/readings.ts";
import { useKeptRead } from "#lib/live/use-kept-read.ts";
import { useClock, useZone } from "#lib/reader.tsx";
import type { ReservationWish } from "#lib/reservation-wish.ts";
import { nothingMore, saySetUp } from "#lib/set-up-words.ts";
import { dayAndTime } from "#lib/time.ts";
import { buttonStyle } from "#ui/button-style.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { Usd } from "#ui/usd.tsx";
import { Ago } from "#ui/when.tsx";
import { CancelNow } from "./cancel-rule.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { ChangeDialog, type ChangeKind } from "./change-dialog.tsx";
import { EndingNotice } from "./ending-notice.tsx";
import { PriceLines } from "./price-lines.tsx";
import { SeriesPanel } from "./series-panel.tsx";
import { StateBadge } from "./state-badge.tsx";
import { useReservationChanges } from "./use-live.ts";
import { lasts } from "./wall-clock.ts";
import { gpusOf } from "./words.ts";

const LAST_HOUR_MS = 3_600_000;

type Found = ReservationPageQuery & { reservation: NonNullable<ReservationPageQuery["reservation"]> };

/** One reservation: what it has and costs, its machines, and what can still be changed. */
export function ReservationView({ first, id, wish }: { first: Found; id: string; wish: ReservationWish }) {
  const client = useApolloClient();
  const zone = useZone();
  const [data, setData] = useState(first);
  const [asking, setAsking] = useState<ChangeKind | "cancel" | null>(wish.ask);
  const [to, setTo] = useState(
    wish.ask === "move" ? { startsAt: wish.startsAt, endsAt: wish.endsAt } : undefined,
  );
  const read = useKeptRead(
    () => client.query({ query: ReservationPageDocument, variables: { id }, ...afresh }),
    ({ reservation, ...rest }) => reservation && setData({ ...rest, reservation }),
  );
  useReservationChanges(id, read);
  const view = readFragment(ReservationView_ReservationFragmentDoc, data.reservation);
  const card = readFragment(ReservationCard_ReservationFragmentDoc, view);
  const mayChange = data.viewer.actions.includes("reservations.change");
  // What cancelling costs is another once the time for it has passed.
  const isFree = useClock((now) => now < Date.parse(view.freeCancelUntil));
  // In its last hour what comes after it is looked at.
  const end = Date.parse(card.parts.at(-1)?.endsAt ?? card.endsAt);
  const isEnding = useClock((now) => now >= end - LAST_HOUR_MS);
  const readAgain = useEffectEvent(read);
  useEffect(() => {
    const timer = setTimeout(readAgain);
    return () => clearTimeout(timer);
  }, [isFree, isEnding]);
  const isLive = card.state === "CONFIRMED" || card.state === "ACTIVE";
  const endAsking = () => {
    setAsking(null);
    setTo(undefined);
    // What a link asked for was answered: loaded again, the page does not ask once more.
    window.history.replaceState(null, "", window.location.pathname);
    read();
  };
  return (
    <>
      <PageHeader
        title={gpusOf(card.gpus, card.pool.gpuModel)}
        actions={
          mayChange &&
          isLive && (
            <div className="flex flex-wrap gap-2">
              <Button tone="plain" onClick={() => setAsking("extend")}>
                Extend
              </Button>
              {card.state === "CONFIRMED" && (
                <Button tone="plain" onClick={() => setAsking("move")}>
                  Move
                </Button>
              )}
              <Button tone="plain" onClick={() => setAsking("hand-back")}>
                Hand back
              </Button>
              {view.cancelCost !== null && (
                <Button tone="danger" onClick={() => setAsking("cancel")}>
                  Cancel it
                </Button>
              )}
            </div>
          )
        }
      >
        <StateBadge state={card.state} short={card.shortSince !== null} /> {card.label && `${card.label}, `}
        {card.pool.name}
        {card.consumer && `, for ${card.consumer}`}
      </PageHeader>
      {card.shortSince && isLive && (
        <Notice tone="warn" className="mx-4 mt-4">
          It lacks machines since <Ago at={card.shortSince} />. Berth looks for others, and pays for the time
          from ten minutes on by itself.
        </Notice>
      )}
      {view.ending && (
        <EndingNotice
          reservationId={id}
          gpus={card.parts.at(-1)?.gpus ?? card.gpus}
          ending={view.ending}
          available={data.credits.available}
          mayChange={mayChange}
          onChanged={read}
        />
      )}
      {view.reason && (
        <Notice tone="neutral" className="mx-4 mt-4">
          {view.reason}. It cost <Usd amount={view.spent} alone />.
        </Notice>
      )}
      <Panel title="When">
        <ul className="grid gap-1 px-4 text-sm">
          {card.parts.length === 0 && (
            <li className="text-ink-soft">
              It was for {dayAndTime(card.startsAt, zone)}, for {lasts(card.startsAt, card.endsAt)}. It has no
              GPUs now.
            </li>
          )}
          {card.parts.map((part) => (
            <li key={part.startsAt} className="numerals">
              {gpusOf(part.gpus, card.pool.gpuModel)}: {dayAndTime(part.startsAt, zone)} to{" "}
              {dayAndTime(part.endsAt, zone)}{" "}
              <span className="text-ink-faint">{lasts(part.startsAt, part.endsAt)}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="What it costs" note={moneyNote(card.state)}>
        <div className="grid max-w-md gap-3 px-4">
          {card.parts.length > 0 && (
            <PriceLines
              lines={view.lines}
              total={card.total}
              perGpuHour={view.perGpuHour}
              onDemandTotal={view.onDemandTotal}
            />
          )}
          <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
            <dt className="text-ink-soft">Spent</dt>
            <dd className="text-right">
              <Usd amount={view.spent} />
            </dd>
            <dt className="text-ink-soft">Paid by Berth for lateness</dt>
            <dd className="text-right">
              <Usd amount={view.credited} />
            </dd>
          </dl>
          {card.state === "CONFIRMED" && (
            <p className="text-sm text-ink-soft">
              <CancelNow freeUntil={view.freeCancelUntil} cost={view.cancelCost} />
            </p>
          )}
        </div>
      </Panel>
      <Panel
        title="Machines"
        note={[
          view.sessions.length === 0 && isLive
            ? `They are rented ${view.pool.leadMinutes} min before the start.`
            : "They cost nothing more.",
          `Set up with ${saySetUp({ ...(view.setUp ?? nothingMore), image: view.image, diskGb: view.diskGb })}.`,
          ...(view.saveMinutes !== null
            ? [`What is on their disks is saved in the last ${view.saveMinutes} min.`]
            : []),
        ].join(" ")}
      >
        <ul className="grid gap-1 px-4 text-sm">
          {view.sessions.map((session) => (
            <li key={session.id}>
              <Link href={`/sessions/${session.id}`} className="text-accent hover:underline">
                {gpusOf(session.gpuCount, session.gpuModel)}
              </Link>{" "}
              <span className="text-ink-soft">{session.state.toLowerCase()}</span>
            </li>
          ))}
        </ul>
      </Panel>
      {view.seriesId && (
        <SeriesPanel
          seriesId={view.seriesId}
          reservationId={id}
          available={data.credits.available}
          mayChange={mayChange}
          seen={data}
          onChanged={read}
        />
      )}
      <div className="px-4 py-4">
        <Link href="/reservations" className={buttonStyle({ tone: "plain" })}>
          Back to the calendar
        </Link>
      </div>
      {asking === "cancel" && mayChange && view.cancelCost !== null && (
        <CancelDialog
          key={view.cancelCost}
          id={id}
          cost={view.cancelCost}
          total={card.total}
          available={data.credits.available}
          freeUntil={view.freeCancelUntil}
          onClose={endAsking}
        />
      )}
      {asking !== null && asking !== "cancel" && mayChange && isLive && (
        <ChangeDialog
          kind={asking}
          to={to}
          card={card}
          handBackShareBp={view.pool.handBackShareBp}
          zone={zone}
          available={data.credits.available}
          onClose={endAsking}
        />
      )}
    </>
  );
}

function moneyNote(state: string): string {
  if (state === "CONFIRMED") return "Set aside until its first machine is ready, and spent then.";
  return state === "ACTIVE" ? "It was paid for when it began." : "";
}
