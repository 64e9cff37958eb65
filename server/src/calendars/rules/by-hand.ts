import type { CalendarEntry } from "./entries.ts";

// What to do about an event that is not as Berth wrote it. The reservation is the truth: an event is put back, or, where
// somebody chose so, a changed time or a deletion of a reservation becomes a proposal that they are asked about.

export const byHands = ["put-back", "ask"] as const;
export type ByHand = (typeof byHands)[number];

export interface SeenEvent {
  deleted: boolean;
  title: string;
  startsAt: Date | null;
  endsAt: Date | null;
}

export type Answer =
  /** What somebody adds of their own, such as a colour, is theirs. */
  | { act: "leave" }
  | { act: "put-back" }
  | { act: "propose"; wish: { kind: "cancel" } | { kind: "move"; startsAt: Date; endsAt: Date } };

const same = (a: Date | null, b: Date) => a !== null && a.getTime() === b.getTime();

export function answerHand(seen: SeenEvent, entry: CalendarEntry | undefined, byHand: ByHand): Answer {
  // Of what is no more nothing is put back; an event that came back is taken away again.
  if (!entry || entry.status === "cancelled") return { act: seen.deleted ? "leave" : "put-back" };
  const asks = byHand === "ask" && entry.kind === "reservation";
  if (seen.deleted) return asks ? { act: "propose", wish: { kind: "cancel" } } : { act: "put-back" };
  const { startsAt, endsAt } = seen;
  if (same(startsAt, entry.startsAt) && same(endsAt, entry.endsAt))
    return { act: seen.title === entry.title ? "leave" : "put-back" };
  // A whole day is no time that GPUs can be booked for.
  if (!asks || startsAt === null || endsAt === null) return { act: "put-back" };
  return { act: "propose", wish: { kind: "move", startsAt, endsAt } };
}
