import { matches } from "./filter.ts";
import { tellableFrom } from "./quiet.ts";
import { type Card, type Channel, placeOf, type State, type Told } from "./state.ts";
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

// On which card something is told. Each thing has one of its own, unless more begin than a channel can read: then those
// that come late share one for their kind, for as long as they keep coming. Alarms leave that crowd, unless they are one
// themselves: then they share one, too.

/** So many new cards may wait for their second; more are gathered. */
const MOST_WAITING = 3;
/** And so many may begin within ten seconds, which is also how long nothing may come until a crowd is over. */
const MOST_AT_ONCE = 4;
const CROWD_MS = 10_000;
/** A thing stays with the card that gathered it until nothing came to that for so long. */
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
    return [{ channel, thing, ...where, line, present, notBefore, at: now }];
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
): { card: string; gathered: boolean; kind: Kind } {
  const known = state.cards[state.cardOf[placeOf(channel, thing)] ?? ""];
  if (known && !known.gathers) return { card: known.id, gathered: false, kind };
  const shared = urgent ? "alerts" : kind;
  const cards = Object.values(state.cards).filter((card) => card.channel === channel);
  const waits = notBefore > now;
  const crowded = isCrowd(cards, shared, urgent, now);
  const stays = !urgent || (crowded && known?.kind === shared);
  if (known && stays && now - known.at < GATHERS_FOR_MS)
    return { card: known.id, gathered: true, kind: shared };
  if (waits || crowded) {
    const open = cards.find(
      (card) =>
        card.gathers &&
        card.kind === shared &&
        (waits
          ? !card.ts && card.notBefore === notBefore
          : card.notBefore <= now && now - card.at < GATHERS_FOR_MS),
    );
    return { card: open?.id ?? nextId(state, counted), gathered: true, kind: shared };
  }
  return { card: nextId(state, counted), gathered: false, kind };
}

function isCrowd(cards: readonly Card[], kind: Kind, urgent: boolean, now: number): boolean {
  const single = cards.filter(
    (card) => !card.gathers && card.notBefore <= now && (!urgent || card.lines.some((line) => line.isUrgent)),
  );
  const waiting = single.filter(({ ts }) => !ts).length;
  const lately = single.filter(({ ts }) => ts && now - Number(ts) * 1_000 < CROWD_MS).length;
  if (waiting >= MOST_WAITING || waiting + lately >= MOST_AT_ONCE) return true;
  return cards.some(
    (card) => card.gathers && card.kind === kind && card.notBefore <= now && now - card.at < CROWD_MS,
  );
}

function nextId(state: State, counted: { last: number }): string {
  counted.last = Math.max(counted.last, state.counted) + 1;
  return String(counted.last);
}
