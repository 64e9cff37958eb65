import { type Card, type Channel, linesBetween, type State } from "./state.ts";

// What is sent next. Nothing is queued: a card knows what of it is not told yet, so that edits that nobody saw become
// one, and what is due after a restart is what was due before it.

export type Due =
  | { what: "look"; card: Card }
  | { what: "post"; card: Card }
  | { what: "thread"; card: Card; from: number; to: number }
  | { what: "edit"; card: Card };

/** Slack takes 40,000 characters, and shows 4,000 without a click. */
const LINES_OF_A_REPLY = 25;

/** Of a message that may be there or not, nothing is sent before it was looked for. */
const needsLook = (card: Card): boolean => card.trying !== null;

export function nextPost(state: State, channel: string, now: number): Due | null {
  const settings = state.channels[channel];
  if (!settings || isClosed(settings, state, now)) return null;
  const cards = Object.values(state.cards).filter((card) => card.channel === channel);
  const unsure = cards.find(needsLook);
  if (unsure) return { what: "look", card: unsure };
  const tellable = cards.filter((card) => card.notBefore <= now || card.isUrgent);
  const fresh = first(tellable.filter((card) => !card.ts));
  const silent = settings.threads ? tellable.filter((card) => card.ts && card.told < card.counted) : [];
  // What a channel has not heard of goes before what it can wait for: history that stands on a card already.
  const alarm = first(silent.filter((card) => unheard(card, card.told, card.counted)));
  if (fresh && (fresh.isUrgent || !alarm)) return { what: "post", card: fresh };
  const next = alarm ?? first(silent);
  if (!next) return null;
  const to = Math.min(next.counted, next.told + LINES_OF_A_REPLY);
  return { what: "thread", card: next, from: next.told, to };
}

/** Whether there is an alarm among these lines of a card that did not come into the channel with the card itself. */
export function unheard(card: Card, from: number, to: number): boolean {
  const heard = card.rung ?? (from === 0 ? to : from);
  return linesBetween(card, Math.max(from, heard), to).some((line) => line.isUrgent);
}

/** Edits disturb nobody, so quiet hours do not hold them up. */
export function nextEdit(state: State, channel: string, now: number): Due | null {
  const settings = state.channels[channel];
  if (!settings || isClosed(settings, state, now)) return null;
  const card = first(
    Object.values(state.cards).filter(
      (card) => card.channel === channel && card.ts && card.shown < card.version && !needsLook(card),
    ),
  );
  return card ? { what: "edit", card } : null;
}

/** A channel that nothing could be posted in is tried again after this long, in case nobody says that it is back. */
const TROUBLE_MS = 10 * 60_000;

function isClosed({ trouble }: Channel, state: State, now: number): boolean {
  return state.workspace.gone !== null || (trouble !== null && now - trouble.since < TROUBLE_MS);
}

/** The earliest instant at which something that waits may be told; null if nothing waits. */
export function nextWaking(state: State, now: number): number | null {
  const waiting = Object.values(state.cards).flatMap((card) =>
    card.notBefore > now && (!card.ts || card.told < card.counted) ? [card.notBefore] : [],
  );
  return waiting.length > 0 ? Math.min(...waiting) : null;
}

/** The alarms first, and of both kinds what has waited longest. */
function first(cards: Card[]): Card | null {
  const [card] = cards.toSorted(
    (a, b) => Number(b.isUrgent) - Number(a.isUrgent) || a.since - b.since || Number(a.id) - Number(b.id),
  );
  return card ?? null;
}
