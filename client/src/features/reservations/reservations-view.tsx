"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { PoolChoice_PoolFragmentDoc, ReservationCard_ReservationFragmentDoc } from "#gql/reservations.ts";
import type { ReservationsPageQuery } from "#gql/graphql.ts";
import { hourNow } from "#lib/hour.ts";
import { useZone } from "#lib/reader.tsx";
import { dayAndTime, zoneName } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Panel } from "#ui/panel.tsx";
import { Segments } from "#ui/segments.tsx";
import { Empty } from "#ui/states.tsx";
import { Usd } from "#ui/usd.tsx";
import { BookingPanel, type Draft } from "./booking-panel.tsx";
import { PoolTimeline } from "./pool-timeline.tsx";
import { ReservationTable } from "./reservation-table.tsx";
import type { OwnEvent } from "./own-event.ts";
import { SecondZone } from "./second-zone.tsx";
import { SelectionButton } from "./selection-button.tsx";
import { type Span, useAvailability, useBookings } from "./use-live.ts";
import { Waitlist } from "./waitlist.tsx";
import { later, nextQuarter, spanBeside, spanFrom } from "./wall-clock.ts";
import { type StateFilter, stateFilters } from "./words.ts";

const Calendar = dynamic(() => import("./calendar.tsx"), {
  ssr: false,
  loading: () => <div className="h-[36rem] animate-pulse-quiet bg-well" />,
});

const HOUR = 60;

type Shown = "calendar" | "pools" | "list";

export interface Wish {
  poolId?: string | undefined;
  gpus?: number | undefined;
  startsAt?: string | undefined;
  endsAt?: string | undefined;
}

/** GPUs ahead of time: what is free, what is booked, and booking. */
export function ReservationsView(props: {
  first: ReservationsPageQuery;
  span: Span;
  now: string;
  wish: Wish;
  /** Of the reader's own calendar, to be seen beside what is booked. */
  ownEvents: readonly OwnEvent[];
  beneath: ReactNode;
}) {
  const { first, wish, ownEvents, beneath } = props;
  const zone = useZone();
  const router = useRouter();
  const pools = first.pools.map((pool) => readFragment(PoolChoice_PoolFragmentDoc, pool));
  const [shown, setShown] = useState<Shown>("calendar");
  const [second, setSecond] = useState<string | null>(null);
  const [span, setSpan] = useState(props.span);
  const [draft, setDraft] = useState<Draft>(() => firstDraft(pools[0]?.id ?? "", props.now, wish));
  const [chosen, setChosen] = useState(wish.startsAt !== undefined);
  // What the keys led to is shown, wherever the calendar was.
  const [shownAt, setShownAt] = useState<string | null>(wish.startsAt ?? null);
  const [state, setState] = useState<StateFilter>("ALL");
  const availability = useAvailability(span);
  const { reservationsBetween, credits } = useBookings(span, first);
  const bookings = reservationsBetween.map((one) =>
    readFragment(ReservationCard_ReservationFragmentDoc, one),
  );
  const pool = pools.find(({ id }) => id === draft.poolId);
  const mayBook = first.viewer.actions.includes("reservations.book");
  const hasPlan = first.account.plan !== "STARTER";
  const choose = (change: Partial<Draft>) => {
    setChosen(true);
    setDraft((before) => ({ ...before, ...change }));
  };
  if (!pool)
    return (
      <>
        <PageHeader title="Reservations">GPUs booked ahead of time.</PageHeader>
        <Empty title="There is nothing to book yet">
          Those who run this Berth have not said yet which GPUs may be promised.
        </Empty>
      </>
    );
  return (
    <>
      <PageHeader
        title="Reservations"
        actions={
          <div className="flex flex-wrap items-center gap-2">
            <Segments
              label="How it is shown"
              value={shown}
              options={[
                { value: "calendar", label: "Calendar" },
                { value: "pools", label: "Pools" },
                { value: "list", label: "List" },
              ]}
              onChange={(next) => {
                setShown(next);
                // A list of what comes begins with today; one of days that the calendar was led to, with the first of them.
                if (next !== "calendar" && isWithin(span, hourNow()))
                  setSpan(spanFrom(hourNow(), span, zone));
              }}
            />
            <SecondZone zone={second} onChange={setSecond} />
          </div>
        }
      >
        Times are in {zone}
        {zoneName(props.now, zone) !== zone && ` (${zoneName(props.now, zone)})`}.{" "}
        <Usd amount={credits.available} alone /> of credit is available.
      </PageHeader>
      {!hasPlan && (
        <Notice tone="neutral" className="mx-4 mt-4">
          Booking ahead is part of the plan “team”. What is free and what it costs can be seen here; ask those
          who run this Berth for the plan.
        </Notice>
      )}
      <div className="grid lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 py-4">
          {shown === "calendar" && (
            <div className="px-4">
              <p className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
                <span>
                  Free of <span className="font-medium text-ink">{pool.name}</span>. Drag over the hours you
                  want, write them beside it, or move them by the arrow keys:
                </span>
                <SelectionButton
                  chosen={draft}
                  zone={zone}
                  onChoose={(window) => {
                    choose(window);
                    setShownAt(window.startsAt);
                  }}
                />
              </p>
              <Calendar
                zone={zone}
                secondZone={second}
                span={span}
                poolGpus={pool.gpus}
                free={availability.get(pool.id)}
                bookings={bookings}
                ownEvents={ownEvents}
                chosen={chosen ? draft : null}
                shownAt={shownAt}
                onSpan={setSpan}
                onChoose={choose}
                onOpen={(id) => router.push(`/reservations/${id}`)}
              />
            </div>
          )}
          {shown !== "calendar" && (
            <div className="mb-3 flex items-center gap-2 px-4">
              <Button tone="plain" size="sm" onClick={() => setSpan(spanBeside(span, -1, zone))}>
                Before
              </Button>
              <Button tone="plain" size="sm" onClick={() => setSpan(spanFrom(hourNow(), span, zone))}>
                Today
              </Button>
              <Button tone="plain" size="sm" onClick={() => setSpan(spanBeside(span, 1, zone))}>
                After
              </Button>
              <span className="text-sm text-ink-soft">
                {dayAndTime(span.from, zone)} to {dayAndTime(span.to, zone)}
              </span>
            </div>
          )}
          {shown === "pools" && (
            <PoolTimeline
              pools={pools}
              availability={availability}
              span={span}
              zone={zone}
              onChoose={(poolId, startsAt) => choose({ poolId, startsAt, endsAt: later(startsAt, 2 * HOUR) })}
            />
          )}
          {shown === "list" && (
            <>
              <div className="flex max-w-xl px-4 pb-3">
                <Segments label="State" value={state} options={stateFilters} onChange={setState} />
              </div>
              <ReservationTable rows={bookings.filter((one) => state === "ALL" || one.state === state)} />
            </>
          )}
          {beneath}
        </div>
        <aside className="border-t lg:border-t-0 lg:border-l">
          <Panel title="Book" note="What it costs is shown while you choose.">
            {mayBook && hasPlan ? (
              <BookingPanel
                pools={pools}
                draft={draft}
                zone={zone}
                available={credits.available}
                free={availability.get(draft.poolId)}
                onDraft={(next) => {
                  setChosen(true);
                  setDraft(next);
                }}
                onBooked={() => setChosen(false)}
              />
            ) : (
              <p className="px-4 text-sm text-ink-soft">
                {mayBook ? "Your plan does not include it." : "Your role here does not allow booking."}
              </p>
            )}
          </Panel>
          <Waitlist pools={pools} mayLeave={mayBook} />
        </aside>
      </div>
    </>
  );
}

const isWithin = ({ from, to }: Span, now: number): boolean =>
  Date.parse(from) <= now && now < Date.parse(to);

/** Two hours from tomorrow on, unless the address says what is wished. */
function firstDraft(firstPool: string, now: string, wish: Wish): Draft {
  const startsAt = wish.startsAt ?? nextQuarter(later(now, 24 * HOUR));
  return {
    poolId: wish.poolId ?? firstPool,
    gpus: wish.gpus ?? 1,
    startsAt,
    endsAt: wish.endsAt ?? later(startsAt, 2 * HOUR),
    label: "",
    consumer: "",
    templateId: null,
    onStart: "",
    saveCommand: "",
    saveMinutes: 10,
  };
}
