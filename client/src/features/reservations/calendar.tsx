"use client";

import FullCalendar, { type CalendarRef } from "@fullcalendar/react";
import dayGridPlugin from "@fullcalendar/react/daygrid";
import interactionPlugin from "@fullcalendar/react/interaction";
import timeGridPlugin from "@fullcalendar/react/timegrid";
import classicThemePlugin from "@fullcalendar/react/themes/classic";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";
import "@fullcalendar/react/themes/classic/palette.css";
import "./calendar.css";
import { useEffect, useMemo, useRef } from "react";
import { useMedia } from "#lib/media.ts";
import { useClock } from "#lib/reader.tsx";
import { clockTime, zoneName } from "#lib/time.ts";
import { hourNow } from "#lib/hour.ts";
import type { ReservationCard_ReservationFragment } from "#gql/graphql.ts";
import { type Closure, leastBetween, marksOf, shade } from "./calendar-marks.ts";
import { type OwnEvent, sayOwn } from "./own-event.ts";
import type { PoolFree, Span } from "./use-live.ts";
import { daysFrom, dayOf, midnight } from "./wall-clock.ts";
import { gpusOf } from "./words.ts";

export interface CalendarProps {
  zone: string;
  /** Shown beside the reader's, when wished. */
  secondZone: string | null;
  span: Span;
  poolGpus: number;
  free: PoolFree | undefined;
  bookings: readonly ReservationCard_ReservationFragment[];
  /** Of the reader's own calendar. */
  ownEvents: readonly OwnEvent[];
  chosen: { startsAt: string; endsAt: string } | null;
  /** An instant that is to be in view, from when it is said on. */
  shownAt: string | null;
  onSpan: (span: Span) => void;
  /** While it is dragged, and when it is let go. */
  onChoose: (window: { startsAt: string; endsAt: string }) => void;
  onOpen: (reservationId: string) => void;
}

const live = new Set(["CONFIRMED", "ACTIVE", "FINISHED", "MISSED"]);

const readNow = (): Date => new Date(hourNow());

/** Month, week and day of one pool: how much is free of it, what is booked, and where to drag. */
export default function Calendar(props: CalendarProps) {
  const { zone, secondZone, span, poolGpus, free, bookings, ownEvents, chosen, shownAt } = props;
  const { onSpan, onChoose, onOpen } = props;
  const calendar = useRef<CalendarRef>(null);
  const dragged = useRef("");
  const drag = (startStr: string, endStr: string) => {
    const window = { startsAt: instant(startStr, zone), endsAt: instant(endStr, zone) };
    dragged.current = keyOf(window);
    onChoose(window);
  };
  const isNarrow = useMedia("(max-width: 40rem)");
  const minute = useClock((now) => Math.floor(now / 60_000) * 60_000);
  const marks = useMemo(() => {
    if (!free) return [];
    const days = daysOf({ span, zone, free, poolGpus, isNarrow, now: minute });
    // A month has a mark for each day, anything shorter one for each hour.
    const hours = days.length > 0 ? [] : marksOf(span.from, free.free);
    // Of what is past nothing is free to book.
    const known = hours
      .filter(({ end }) => Date.parse(end) > minute)
      .map((mark) => ({
        id: `free ${mark.start}`,
        start: mark.start,
        end: mark.end,
        display: "background" as const,
        title: mark.free === 0 ? "full" : String(mark.free),
        className: `berth-free-${shade(mark.free, poolGpus)}`,
      }));
    const past = {
      id: "past",
      start: span.from,
      end: new Date(Math.min(minute, Date.parse(span.to))).toISOString(),
      display: "background" as const,
      title: "",
      className: "berth-past",
    };
    return [...known, ...days, ...free.closures.map(toClosure), ...(past.end > past.start ? [past] : [])];
  }, [free, span, poolGpus, zone, isNarrow, minute]);
  const booked = bookings
    .filter(({ state }) => live.has(state))
    .flatMap((one) =>
      one.parts.map((part, at) => ({
        id: `${one.id} ${at}`,
        title: `${gpusOf(part.gpus, one.pool.gpuModel)}${one.label ? `, ${one.label}` : ""}`,
        start: part.startsAt,
        end: part.endsAt,
        className: `berth-booking berth-booking-${one.state.toLowerCase()}`,
        extendedProps: { reservationId: one.id },
      })),
    );
  // What was chosen by the form, or by the keyboard, stands there as what was dragged does.
  useEffect(() => {
    const api = calendar.current?.getApi();
    if (!api || (chosen && keyOf(chosen) === dragged.current)) return;
    if (chosen) api.select(chosen.startsAt, chosen.endsAt);
    else api.unselect();
  }, [chosen]);
  useEffect(() => {
    if (shownAt !== null) calendar.current?.getApi().gotoDate(shownAt);
  }, [shownAt]);
  return (
    <div className="berth-calendar">
      <FullCalendar
        ref={calendar}
        plugins={[dayGridPlugin, timeGridPlugin, interactionPlugin, classicThemePlugin]}
        initialView="timeGridWeek"
        headerToolbar={{
          left: "prev,next today",
          center: "title",
          right: "dayGridMonth,timeGridWeek,timeGridDay",
        }}
        timeZone={zone}
        locale="en-GB"
        firstDay={1}
        allDaySlot={false}
        nowIndicator
        now={readNow}
        selectable
        selectMirror
        unselectAuto={false}
        snapDuration="00:15:00"
        slotDuration="01:00:00"
        dayHeaderContent={({ text, date, view }) =>
          isNarrow && view.type === "timeGridWeek" ? shortDay(date, zone) : text
        }
        height="auto"
        buttons={{ today: { text: "Today", hint: "Today" } }}
        events={[...marks, ...booked, ...ownEvents.map((event) => toOwn(event, zone))]}
        selectAllow={({ startStr, endStr }) => {
          const inTime = Date.parse(instant(startStr, zone)) >= hourNow();
          if (inTime) drag(startStr, endStr);
          return inTime;
        }}
        select={({ startStr, endStr, jsEvent }) => {
          // What the page itself selected is known to it.
          if (jsEvent) drag(startStr, endStr);
        }}
        eventClick={({ event }) => {
          const { reservationId, wish } = event.extendedProps as { reservationId?: string; wish?: OwnEvent };
          if (reservationId) onOpen(reservationId);
          if (wish)
            onChoose({ startsAt: quarterOf(wish.startsAt, "down"), endsAt: quarterOf(wish.endsAt, "up") });
        }}
        datesSet={({ startStr, endStr }) =>
          onSpan({ from: instant(startStr, zone), to: instant(endStr, zone) })
        }
        slotHeaderContent={({ date, text }) => (secondZone === null ? text : inBoth(text, date, secondZone))}
      />
    </div>
  );
}

/** "M 30": seven of them are side by side on a phone. */
function shortDay(date: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "narrow", day: "numeric", timeZone: zone }).format(date);
}

function inBoth(text: string, date: { getTime(): number }, zone: string) {
  return (
    <span className="grid text-right leading-tight">
      {text}
      <span className="text-2xs text-ink-faint">
        {clockTime(date.getTime(), zone)} {zoneName(date.getTime(), zone)}
      </span>
    </span>
  );
}

/** In a month each day shows the fewest that are free at any time of it. */
function daysOf(of: {
  span: Span;
  zone: string;
  free: PoolFree;
  poolGpus: number;
  isNarrow: boolean;
  now: number;
}) {
  const { span, zone, free, poolGpus, isNarrow, now } = of;
  const first = dayOf(span.from, zone);
  const count = Math.round((Date.parse(span.to) - Date.parse(span.from)) / 86_400_000);
  if (count < 27) return [];
  const days = daysFrom(first, count + 1);
  const least = leastBetween(
    span.from,
    free.free,
    days.map((day) => midnight(day, zone)),
  );
  return least.flatMap((fewest, at) =>
    fewest === null || Date.parse(midnight(days[at + 1] ?? first, zone)) <= now
      ? []
      : [
          {
            id: `day ${at}`,
            start: days[at] ?? first,
            allDay: true,
            display: "background" as const,
            // Beside the day's number there is room for no more on a phone.
            title: isNarrow ? String(fewest) : fewest === 0 ? "full at times" : `${fewest} free`,
            className: `berth-free-${shade(fewest, poolGpus)}`,
          },
        ],
  );
}

/** Drawn as a wish: in outline, and booked by a click. */
function toOwn(event: OwnEvent, zone: string) {
  const { id, startsAt, endsAt } = event;
  return {
    id: `own ${id}`,
    title: sayOwn(event, zone),
    start: startsAt,
    end: endsAt,
    className: "berth-own",
    extendedProps: { wish: event },
  };
}

const QUARTER_MS = 15 * 60_000;

function quarterOf(instant: string, to: "down" | "up"): string {
  const quarters = Date.parse(instant) / QUARTER_MS;
  return new Date((to === "down" ? Math.floor(quarters) : Math.ceil(quarters)) * QUARTER_MS).toISOString();
}

function toClosure({ id, kind, gpus, startsAt, endsAt, reason }: Closure) {
  return {
    id,
    start: startsAt,
    end: endsAt,
    display: "background" as const,
    title: kind === "BLACKOUT" ? `No bookings: ${reason}` : `${gpus} away: ${reason}`,
    className: "berth-closure",
  };
}

const keyOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) => `${startsAt} ${endsAt}`;

/** In a month days are chosen, which begin at midnight where the reader is. */
const instant = (text: string, zone: string) =>
  text.includes("T") ? new Date(text).toISOString() : midnight(text, zone);
