import { matches } from "./filter.ts";
import { tellableFrom } from "./quiet.ts";
import { type Channel, placeOf, type State, type Told } from "./state.ts";
import {
  type Happened,
  isAlert,
  isUrgent,
  type Kind,
  kindOf,
  lineOf,
  type Present,
  thingOf,
} from "./thing.ts";

// On which card something is told. Each thing has one of its own, unless more begin at once than a channel can read:
// then those that come late share one for their kind, for as long as they keep coming.

/** So many new cards may wait for their second; more are gathered. */
const MOST_WAITING = 3;
/** A card that gathers takes no more things when none came for so long. */
const GATHERS_FOR_MS = 5 * 60_000;

/** What of this is told where. `counted` names the cards that are begun meanwhile. */
export function place(
  state: State,
  happened: Happened,
  present: Present,
  now: number,
  counted: { last: number },
): Told[] {
  const kind = kindOf(happened.topic);
  if (!kind) return [];
  const alert = isAlert(happened.topic, isUrgent(happened.topic, present));
  const thing = thingOf(happened);
  return Object.entries(state.channels).flatMap(([channel, settings]) => {
    const known = state.cardOf[placeOf(channel, thing)];
    const wanted = settings.subscriptions.some(({ filter }) => matches(filter, kind, alert, present));
    // What has a card is told to its end, also when the filter no longer fits: a card must not go stale.
    if (!wanted && !known) return [];
    const line = lineOf(happened, present);
    const notBefore = line.isUrgent ? now : tellableFrom(settings, now);
    const where = cardFor(
      state,
      { channel, settings, thing, kind, urgent: line.isUrgent, notBefore },
      now,
      counted,
    );
    return [{ channel, thing, kind, ...where, line, present, notBefore, at: now }];
  });
}

interface Wanted {
  channel: string;
  settings: Channel;
  thing: string;
  kind: Kind;
  urgent: boolean;
  notBefore: number;
}

function cardFor(
  state: State,
  { channel, thing, kind, urgent, notBefore }: Wanted,
  now: number,
  counted: { last: number },
): { card: string; gathered: boolean } {
  const known = state.cards[state.cardOf[placeOf(channel, thing)] ?? ""];
  if (known && !known.gathers) return { card: known.id, gathered: false };
  // An alarm leaves the crowd, unless there is a crowd of alarms.
  const waits = notBefore > now;
  const cards = Object.values(state.cards).filter((card) => card.channel === channel);
  const waiting = cards.filter((card) => !card.ts && !card.gathers && card.notBefore <= now);
  const crowded = waiting.length >= MOST_WAITING;
  if (known && (!urgent || crowded) && now - known.at < GATHERS_FOR_MS)
    return { card: known.id, gathered: true };
  if (waits || crowded) {
    const open = cards.find(
      (card) =>
        card.gathers &&
        card.kind === kind &&
        (waits
          ? !card.ts && card.notBefore === notBefore
          : card.notBefore <= now && now - card.at < GATHERS_FOR_MS),
    );
    return { card: open?.id ?? nextId(state, counted), gathered: true };
  }
  return { card: nextId(state, counted), gathered: false };
}

function nextId(state: State, counted: { last: number }): string {
  counted.last = Math.max(counted.last, state.counted) + 1;
  return String(counted.last);
}
