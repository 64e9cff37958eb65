import { eventIdOf } from "./event-id.ts";

/** How many of the cheapest windows stand in a calendar. */
const RANKS = [1, 2, 3];

const windowId = (id: string, rank: number) => `${id}-window-${rank}`;

export const isWindow = (subject: string) => subject.includes("-window-");

/** The windows of a connected calendar, by their ranks. */
export function windowMirrorsOf(connectionId: string): { subject: string; eventId: string }[] {
  return RANKS.map((rank) => {
    const subject = windowId(connectionId, rank);
    return { subject, eventId: eventIdOf(subject) };
  });
}
