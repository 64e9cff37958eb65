import type { MessageElement } from "@slack/web-api/dist/types/response/ConversationsHistoryResponse.js";
import type { WebClient } from "@slack/web-api";
import { type Outcome, outcomeOf } from "../calling.ts";
import type { Card, Trying } from "../rules/state.ts";

// A message carries, in metadata that nobody reads, which card and which part of it it is. After an answer that never
// came, or a crash between the call and its note, it is looked for by that, and posted again only if it is not there.

const EVENT_TYPE = "berth_card";

export interface Mark {
  [name: string]: string | number;
  card: string;
  part: string;
  version: number;
}

export function markOf(card: Card, { part, from, to }: Trying): { event_type: string; event_payload: Mark } {
  const name = part === "card" ? part : `${from}-${to}`;
  return { event_type: EVENT_TYPE, event_payload: { card: card.id, part: name, version: card.version } };
}

/** Clocks of two machines differ. */
const EARLIER_SECONDS = 60;
const MOST_PAGES = 5;

/** Null when it is not there. */
export async function findPosted(
  slack: WebClient,
  card: Card,
  trying: Trying,
): Promise<Outcome<{ ts: string; version: number } | null>> {
  const { event_payload: mark } = markOf(card, trying);
  const oldest = String(Math.floor(trying.at / 1000) - EARLIER_SECONDS);
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = {
      channel: card.channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
      ...(cursor && { cursor }),
    };
    const outcome = await outcomeOf<{
      messages?: MessageElement[];
      response_metadata?: { next_cursor?: string };
    }>(
      trying.part === "card"
        ? slack.conversations.history(asked)
        : slack.conversations.replies({ ...asked, ts: card.ts ?? "" }),
    );
    if (outcome.kind !== "done") return outcome;
    for (const { ts, metadata, bot_id: bot } of outcome.answer.messages ?? []) {
      if (!ts || !bot || metadata?.event_type !== EVENT_TYPE) continue;
      const found = metadata.event_payload as unknown as Partial<Mark> | undefined;
      if (found?.card === mark.card && found.part === mark.part)
        return { kind: "done", answer: { ts, version: Number(found.version) } };
    }
    cursor = outcome.answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return { kind: "done", answer: null };
}
