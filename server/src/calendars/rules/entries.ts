import { sayUsd, type Usd } from "../../values/money.ts";
import { sayIn, sayWindowIn } from "./zoned.ts";

// What of Berth stands in a calendar, and how it is said there. A feed, a letter and a mirror are all made of these,
// so that they never tell different things of one booking.

export const entryKinds = ["reservation", "standing-order", "window", "closure"] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface CalendarEntry {
  /** Of what it stands for: the same as long as that exists, whatever becomes of it. */
  id: string;
  kind: EntryKind;
  title: string;
  /** Each a sentence; what times they name is said in a zone. */
  linesIn: (zone: string) => readonly string[];
  place: string | null;
  startsAt: Date;
  endsAt: Date;
  status: "confirmed" | "tentative" | "cancelled";
  /** The page of the console that shows it. */
  path: string;
  /** How often it was changed, and when last. */
  sequence: number;
  createdAt: Date;
  changedAt: Date;
}

/** How often something was changed since it was made, and when last. */
export interface Changes {
  sequence: number;
  changedAt: Date;
}

interface Part {
  gpus: number;
  startsAt: Date;
  endsAt: Date;
}

export interface BookedForEntry {
  id: string;
  state: string;
  label: string | null;
  consumer: string | null;
  gpus: number;
  startsAt: Date;
  endsAt: Date;
  createdAt: Date;
  totalMicros: Usd;
  parts: readonly Part[];
}

const gpusOf = (gpus: number, model: string) => `${gpus} × ${model}`;

/** One line without what could end it or hide in it: a name is whatever somebody typed. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ").trim();
}

/** Null for a quote: nobody has booked that. */
export function entryOfReservation(
  booked: BookedForEntry,
  pool: { name: string; gpuModel: string; region: string },
  changes: Changes,
): CalendarEntry | null {
  const { id, state, label, consumer, parts } = booked;
  if (state === "held" || state === "lapsed") return null;
  const over = state === "cancelled" || state === "missed";
  const [first, last] = [parts[0], parts.at(-1)];
  const most = Math.max(0, ...parts.map(({ gpus }) => gpus)) || booked.gpus;
  const name = label ? ` · ${oneLine(label)}` : "";
  return {
    id,
    kind: "reservation",
    title: `${gpusOf(most, pool.gpuModel)}${name}`,
    linesIn: (zone) => [
      `${stateSays[state] ?? state}: ${gpusOf(most, pool.gpuModel)} of the pool “${oneLine(pool.name)}”.`,
      ...(consumer ? [`For ${oneLine(consumer)}.`] : []),
      // Where some of it was handed back it is not the same all the time.
      ...(parts.length > 1
        ? parts.map((part) => `${part.gpus} GPU${part.gpus === 1 ? "" : "s"}, ${sayWindowIn(zone, part)}.`)
        : []),
      whatItCosts(booked),
    ],
    place: oneLine(pool.region),
    startsAt: first?.startsAt ?? booked.startsAt,
    endsAt: last?.endsAt ?? booked.endsAt,
    status: over ? "cancelled" : "confirmed",
    path: `/reservations/${id}`,
    createdAt: booked.createdAt,
    ...changes,
  };
}

function whatItCosts({ state, totalMicros: total }: BookedForEntry): string {
  if (state === "cancelled")
    return total === 0n ? "Nothing is charged for it." : `Cancelled this late it costs ${sayUsd(total)}.`;
  if (state === "missed") return "Nothing is charged for it.";
  return `Comes to ${sayUsd(total)}.`;
}

const stateSays: Readonly<Record<string, string>> = {
  confirmed: "Booked",
  active: "Running",
  finished: "Finished",
  cancelled: "Cancelled",
  missed: "Berth could not deliver this",
};

export interface OrderForEntry {
  id: string;
  state: "waiting" | "started" | "given-up" | "cancelled";
  gpuModel: string;
  gpuCount: number;
  hours: number;
  freezeAt: Date;
  deadline: Date;
  capPerHour: Usd;
  startedAt: Date | null;
  reservationId: string | null;
  because: string;
  createdAt: Date;
}

const HOUR_MS = 3_600_000;

/** While it waits it stands where it runs at the latest, and once it runs, where it does. */
export function entryOfOrder(order: OrderForEntry, changes: Changes): CalendarEntry {
  const { id, state, hours } = order;
  const what = gpusOf(order.gpuCount, order.gpuModel);
  const startsAt = (state === "started" ? order.startedAt : null) ?? order.freezeAt;
  // One that took a reservation is told by that.
  const over = state === "given-up" || state === "cancelled" || order.reservationId !== null;
  return {
    id,
    kind: "standing-order",
    title: state === "waiting" ? `${what} for ${hours} h, at the latest` : `${what} for ${hours} h`,
    linesIn: (zone) => [
      state === "waiting"
        ? `A standing order: it starts when it is cheapest, by ${sayIn(zone, order.freezeAt)} at the latest, for ${sayUsd(order.capPerHour)} an hour at most.`
        : `A standing order: ${oneLine(order.because)}`,
    ],
    place: null,
    startsAt,
    endsAt: new Date(startsAt.getTime() + hours * HOUR_MS),
    status: over ? "cancelled" : state === "waiting" ? "tentative" : "confirmed",
    path: "/forecast",
    createdAt: order.createdAt,
    ...changes,
  };
}

/** The cheapest windows keep their ranks and not their times: a new forecast moves them, and none piles up. */
export function entryOfWindow(
  window: { startsAt: Date; endsAt: Date; expected: Usd; savingPercent: number; because: string },
  of: { id: string; rank: number; gpu: string; gpuCount: number; hours: number; issuedAt: Date },
): CalendarEntry {
  const what = gpusOf(of.gpuCount, oneLine(of.gpu));
  const saving = window.savingPercent >= 1 ? `, ${Math.floor(window.savingPercent)} % below now` : "";
  return {
    id: of.id,
    kind: "window",
    title: `Cheap: ${what} for ${of.hours} h${saving}`,
    linesIn: () => [
      `Expected to come to ${sayUsd(window.expected)}.`,
      oneLine(window.because),
      "A forecast, and no booking.",
    ],
    place: null,
    startsAt: window.startsAt,
    endsAt: window.endsAt,
    status: "tentative",
    path: "/forecast",
    sequence: Math.floor(of.issuedAt.getTime() / HOUR_MS) % 1_000_000,
    createdAt: of.issuedAt,
    changedAt: of.issuedAt,
  };
}

export function entryOfClosure(
  closure: {
    id: string;
    kind: "maintenance" | "blackout";
    gpus: number;
    startsAt: Date;
    endsAt: Date;
    reason: string;
    createdAt: Date;
  },
  pool: { name: string; gpuModel: string; region: string },
): CalendarEntry {
  const { id, kind, gpus, startsAt, endsAt, createdAt } = closure;
  const what = kind === "maintenance" ? `${gpusOf(gpus, pool.gpuModel)} away` : "No new bookings";
  return {
    id,
    kind: "closure",
    title: `${what}: ${oneLine(pool.name)}`,
    linesIn: () => [oneLine(closure.reason)],
    place: oneLine(pool.region),
    startsAt,
    endsAt,
    status: "confirmed",
    path: "/reservations",
    sequence: 0,
    createdAt,
    changedAt: createdAt,
  };
}
