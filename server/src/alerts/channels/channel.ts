import type { Said } from "../rules/kinds.ts";
import type { Selected } from "../rules/selected.ts";

// What every means of telling keeps: it says what came of it, and throws nothing; it tells the same alert the same
// way however often it is asked, with an id by which who hears it twice can know; and it waits no longer than its
// patience. channel.contract.ts is the suite that each of them passes.

/** Where a channel leads, and what it signs with. Kept sealed. */
export interface Target {
  address: string;
  /** The newest first; an older one signs, too, until its time is over. */
  secrets: { value: string; until: string | null }[];
}

export interface Alert {
  id: string;
  /** Null for a test, and for what is told as an event. */
  kind: string | null;
  topic: string;
  subject: string | null;
  payload: unknown;
  said: Said;
  /** The place of the event among all events; null for a test. */
  cursor: string | null;
  /** What the channel's selection gave; null where it has none. */
  selected: Selected | null;
  happenedAt: Date;
  /** How often it was tried, this time included. */
  attempt: number;
}

export interface Message {
  channelId: string;
  channelName: string;
  target: Target;
  /** More than one where they were gathered. */
  alerts: readonly [Alert, ...Alert[]];
  now: Date;
}

export type Outcome =
  | { delivered: true; said: string }
  | {
      delivered: false;
      said: string;
      /** To ask again would be answered the same. */
      forGood: boolean;
      retryAfterMs: number | null;
    };

export interface Sender {
  send(message: Message): Promise<Outcome>;
}

export const delivered = (said: string): Outcome => ({ delivered: true, said });
export const failed = (
  said: string,
  { forGood = false, retryAfterMs = null }: { forGood?: boolean; retryAfterMs?: number | null } = {},
): Outcome => ({ delivered: false, said, forGood, retryAfterMs });
