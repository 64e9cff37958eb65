import type { Part } from "./parts.ts";
import { gpusAt, unbrokenUntil } from "./parts.ts";

// What should be true of a reservation's machines at an instant and is not. It looks at the parts, at the
// machines that were rented for it and at the hour, and says all that is to be done; a verb does it. It keeps
// nothing, so whoever takes over from a process that died decides the same.
//
// Machines are rented the pool's lead time before they are needed, and kept until they are not. A machine
// that is lost is one too few, and another is rented. One that its user stopped was given up by them: it
// counts as delivered until there is a break, and nobody rents another behind their back. One that goes a little
// before its end, because what is on its disk is saved by then, was had until then, unless the end was moved meanwhile.
// One that cannot live until then has another beside it in time.

export interface Given {
  sessionId: string;
  gpus: number;
  /** Rented and not ready, ready, ended by its user's wish, ended for its planned end, or gone otherwise. */
  is: "coming" | "ready" | "given-up" | "at-its-end" | "gone";
  /** Until when it is wanted, until when it lives, and since when it does not, which is read of what was given up. */
  until: Date | null;
  endsAt: Date | null;
  endedAt: Date;
}

export interface ToDeliver {
  state: "confirmed" | "active";
  parts: readonly Part[];
  shortSince: Date | null;
  noticedMinutes: number | null;
  leadMs: number;
  giveUpMs: number;
}

export interface Delivery {
  /** So many GPUs are to be rented, until then. */
  rent: { gpus: number; until: Date } | null;
  end: string[];
  retime: { sessionId: string; until: Date }[];
  /** Since when GPUs are missing, and how many; nothing is missing before the start. */
  shortSince: Date | null;
  missing: number;
  move: "begin" | "miss" | "finish" | null;
  /** The user is told that it ends so soon. */
  remind: number | null;
}

const REMINDERS = [60, 30, 10];
const MINUTE_MS = 60_000;

export function decideDelivery(of: ToDeliver, given: readonly Given[], now: Date): Delivery {
  const { state, parts, leadMs, giveUpMs } = of;
  const first = parts[0]?.startsAt ?? now;
  const last = parts.at(-1)?.endsAt ?? now;
  const soon = new Date(now.getTime() + leadMs);
  const wantedNow = gpusAt(parts, now);
  const wanted = Math.max(wantedNow, gpusAt(parts, soon));
  const until = unbrokenUntil(parts, wantedNow > 0 ? now : soon);

  const sum = (some: readonly Given[]) => some.reduce((total, { gpus }) => total + gpus, 0);
  const ready = sum(given.filter(({ is }) => is === "ready"));
  const alive = given.filter(({ is }) => is === "coming" || is === "ready");
  const lasting = alive.filter(
    ({ endsAt }) => endsAt === null || endsAt > soon || (until && endsAt >= until),
  );
  const at = wantedNow > 0 ? now : soon;
  const atEnd = given.filter((one) => one.is === "at-its-end" && one.until?.getTime() === until?.getTime());
  const had = givenUp(parts, given, at) + sum(atEnd);
  const lacking = Math.max(0, wanted - sum(lasting) - had);
  const missing = Math.max(0, wantedNow - ready - Math.min(had, Math.max(0, wantedNow - sum(alive))));
  const delivered = ready > 0 || (wantedNow > 0 && missing === 0);
  const isOver = now >= last;

  const nothing = { rent: null, retime: [], remind: null };
  if (state === "confirmed" && !delivered && (isOver || now.getTime() - first.getTime() >= giveUpMs)) {
    // Whoever misses it ends its machines, too.
    return {
      ...nothing,
      end: [],
      shortSince: of.shortSince ?? first,
      missing: Math.max(missing, 1),
      move: "miss",
    };
  }
  if (isOver) {
    const end = alive.map(({ sessionId }) => sessionId);
    return { ...nothing, end, shortSince: null, missing: 0, move: "finish" };
  }
  return {
    rent: until && lacking > 0 ? { gpus: lacking, until } : null,
    end: surplus(lasting, sum(lasting) - wanted),
    retime: until
      ? alive
          .filter((one) => one.until?.getTime() !== until.getTime())
          .map(({ sessionId }) => ({ sessionId, until }))
      : [],
    shortSince: missing === 0 ? null : (of.shortSince ?? (state === "confirmed" ? first : now)),
    missing,
    move: state === "confirmed" && delivered && now >= first ? "begin" : null,
    remind: reminder(of.noticedMinutes, last, now),
  };
}

/**
 * So many of the GPUs of an instant their user stopped themselves: since the last break in what they have, and less
 * those that they handed back since, which are not wanted any more.
 */
function givenUp(parts: readonly Part[], given: readonly Given[], at: Date): number {
  let gpus = 0;
  let fewer = 0;
  for (const one of given) {
    const since = one.is === "given-up" ? stoppedIn(parts, one) : null;
    const until = since && unbrokenUntil(parts, since);
    if (!since || !until || until <= at) continue;
    gpus += one.gpus;
    fewer = Math.max(fewer, gpusAt(parts, since) - gpusAt(parts, at));
  }
  return Math.max(0, gpus - fewer);
}

/** The instant of what was promised in which it was stopped; that begins later for one that was stopped before it. */
function stoppedIn(parts: readonly Part[], { until, endedAt }: Given): Date | null {
  if (until && until <= endedAt) return null;
  const part = parts.find(({ endsAt }) => endsAt > endedAt);
  return part ? (part.startsAt > endedAt ? part.startsAt : endedAt) : null;
}

/** Machines that can go because more GPUs are there than are wanted: those not ready yet first. */
function surplus(alive: readonly Given[], tooMany: number): string[] {
  const ended: string[] = [];
  let left = tooMany;
  for (const one of alive.toSorted((a, b) => Number(a.is === "ready") - Number(b.is === "ready"))) {
    if (one.gpus > left) continue;
    ended.push(one.sessionId);
    left -= one.gpus;
  }
  return ended;
}

/** The nearest reminder that is due and was not given. */
function reminder(noticed: number | null, end: Date, now: Date): number | null {
  const left = end.getTime() - now.getTime();
  const due = REMINDERS.filter((minutes) => left <= minutes * MINUTE_MS).at(-1);
  return due !== undefined && (noticed === null || due < noticed) ? due : null;
}
