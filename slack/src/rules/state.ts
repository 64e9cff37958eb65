import type { Filter } from "./filter.ts";
import type { Kind, Line, Present } from "./thing.ts";

// All that the bot has to know after it was killed, and what changes it. A note is written to disk before what it says
// is acted on, and applying the same notes again makes the same state: nothing here asks a clock or chance.

export interface State {
  /** How far the account's events were heard. */
  cursor: string | null;
  lastEvent: { id: string; at: string } | null;
  channels: Record<string, Channel>;
  cards: Record<string, Card>;
  /** Which card tells of a thing in a channel: "C1 ses_2" → "3". */
  cardOf: Record<string, string>;
  confirmations: Record<string, Confirmation>;
  links: Record<string, Link>;
  /** What was heard from Slack, so that hearing it again does nothing; until when it has to be remembered. */
  heard: Record<string, number>;
  workspace: { gone: string | null };
  counted: number;
}

export interface Channel {
  subscriptions: Subscription[];
  threads: boolean;
  quiet: { from: string; to: string } | null;
  /** Times of the day at which what is not urgent is told. */
  digest: string[] | null;
  zone: string;
  /** Why nothing can be posted there, in Slack's word. */
  trouble: { error: string; since: number } | null;
}

export interface Subscription {
  filter: Filter;
  /** Who asked for it, and hears when it can no longer be told. */
  by: string;
}

export interface Card {
  id: string;
  channel: string;
  thing: string;
  kind: Kind;
  /** Null until it is in the channel. */
  ts: string | null;
  present: Present;
  /** What the card shows of the past, and what its thread has not told yet. */
  lines: Line[];
  /** How many there were in all, and how many of them its thread has told. */
  counted: number;
  told: number;
  /** A card for many things, made when there were too many for one each. */
  gathers: Record<string, { title: string; state: string; tone: Present["tone"] }> | null;
  /** Not before then, unless it is urgent. */
  notBefore: number;
  version: number;
  shown: number;
  /** Since when something of it is not told. */
  since: number;
  isUrgent: boolean;
  trying: Trying | null;
  /** Of how many of its lines the channel heard a bell, with the card itself or with a reply; and when last, by Slack's clock. */
  rung?: number;
  rangAt?: number;
  /** When something last happened to it. */
  at: number;
}

/** What is being posted: the card itself, or lines of its thread. After a crash it may be there or not. */
export interface Trying {
  part: "card" | "thread";
  from: number;
  to: number;
  at: number;
  /** The channel is shown the reply, too. */
  rings?: boolean;
}

export interface Confirmation {
  id: string;
  user: string;
  channel: string;
  action: Action;
  until: number;
  /** Where its outcome is told. */
  responseUrl: string;
  state: "open" | "taken" | "done";
}

export type Action =
  | { name: "stop"; sessionId: string }
  | { name: "extend-session"; sessionId: string; hours: number }
  | { name: "extend-reservation"; reservationId: string; endsAt: string; expectedTotal: string }
  | { name: "reserve"; quoteId: string; expectedTotal: string }
  | { name: "approve" | "decline"; requestId: string };

export interface Link {
  sealed: string;
  /** The last characters of the key, to know it by. */
  ending: string;
}

export interface Told {
  channel: string;
  thing: string;
  kind: Kind;
  card: string;
  /** It is told of on a card for many. */
  gathered: boolean;
  line: Line | null;
  present: Present;
  notBefore: number;
  at: number;
}

export type Note =
  | { t: "heard"; cursor: string; lastEvent: State["lastEvent"]; told: Told[] }
  | { t: "trying"; card: string; trying: Trying }
  | { t: "posted"; card: string; ts: string; version: number }
  | { t: "edited"; card: string; version: number }
  | { t: "not-posted"; card: string }
  | { t: "lost"; card: string; ts: string | null }
  | { t: "channel"; id: string; channel: Channel | null }
  | { t: "asked"; confirmation: Confirmation }
  | { t: "taken"; id: string }
  | { t: "done"; id: string }
  | { t: "linked"; user: string; link: Link | null }
  | { t: "seen"; id: string; until: number }
  | { t: "workspace"; gone: string | null }
  | { t: "forgotten"; cards: string[]; confirmations: string[]; heard: string[] }
  | { t: "state"; state: State };

export const nothing = (): State => ({
  cursor: null,
  lastEvent: null,
  channels: {},
  cards: {},
  cardOf: {},
  confirmations: {},
  links: {},
  heard: {},
  workspace: { gone: null },
  counted: 0,
});

export const newChannel = (): Channel => ({
  subscriptions: [],
  threads: true,
  quiet: null,
  digest: null,
  zone: "UTC",
  trouble: null,
});

export const placeOf = (channel: string, thing: string): string => `${channel} ${thing}`;

/** Changes the state, and hands it back: only a state that was read from disk is another one. */
export function apply(state: State, note: Note): State {
  switch (note.t) {
    case "state":
      return note.state;
    case "heard":
      for (const told of note.told) tell(state, told);
      state.cursor = note.cursor;
      state.lastEvent = note.lastEvent ?? state.lastEvent;
      return state;
    case "trying":
      withCard(state, note.card, (card) => (card.trying = note.trying));
      return state;
    case "posted":
      withCard(state, note.card, (card) => {
        posted(card, note.ts, note.version);
        keepWhatIsShown(state, card);
      });
      return state;
    case "edited":
      withCard(state, note.card, (card) => {
        card.shown = note.version;
        keepWhatIsShown(state, card);
      });
      return state;
    case "not-posted":
      withCard(state, note.card, (card) => (card.trying = null));
      return state;
    case "lost":
      // Somebody deleted it; what it says next, it says anew. Two calls may find that out of the same message.
      withCard(state, note.card, (card) => {
        if (card.ts === note.ts) Object.assign(card, { ts: null, trying: null });
      });
      return state;
    case "channel":
      if (note.channel) state.channels[note.id] = note.channel;
      else forgetChannel(state, note.id);
      return state;
    case "asked":
      state.confirmations[note.confirmation.id] = note.confirmation;
      return state;
    case "taken":
    case "done": {
      const confirmation = state.confirmations[note.id];
      if (confirmation) confirmation.state = note.t;
      return state;
    }
    case "linked":
      if (note.link) state.links[note.user] = note.link;
      else delete state.links[note.user];
      return state;
    case "seen":
      state.heard[note.id] = note.until;
      return state;
    case "workspace":
      state.workspace.gone = note.gone;
      return state;
    case "forgotten":
      for (const id of note.cards) forgetCard(state, id);
      for (const id of note.confirmations) delete state.confirmations[id];
      for (const id of note.heard) delete state.heard[id];
      return state;
  }
}

/** The lines that stay on a card though its thread has told them: the alarms, and the latest. */
const SHOWN_URGENT = 6;
const SHOWN_LATEST = 4;

export function shownLines(lines: readonly Line[]): Line[] {
  const urgent = new Set(lines.filter((line) => line.isUrgent).slice(-SHOWN_URGENT));
  const latest = new Set(lines.slice(-SHOWN_LATEST));
  return lines.filter((line) => urgent.has(line) || latest.has(line));
}

/** Some of a card's history; `from` and `to` count from its first line. */
export function linesBetween(card: Card, from: number, to: number): Line[] {
  const first = card.counted - card.lines.length;
  return card.lines.slice(Math.max(0, from - first), to - first);
}

function tell(
  state: State,
  { channel, thing, kind, card: id, gathered, line, present, notBefore, at }: Told,
): void {
  state.cardOf[placeOf(channel, thing)] = id;
  const card = (state.cards[id] ??= {
    id,
    channel,
    thing,
    kind,
    ts: null,
    present,
    lines: [],
    counted: 0,
    told: 0,
    gathers: gathered ? {} : null,
    notBefore,
    version: 0,
    shown: 0,
    since: at,
    isUrgent: false,
    trying: null,
    at,
  });
  state.counted = Math.max(state.counted, Number(id));
  if (card.shown === card.version) {
    card.since = at;
    card.isUrgent = false;
  }
  card.version += 1;
  card.at = at;
  card.notBefore = notBefore;
  if (card.gathers) card.gathers[thing] = { title: present.title, state: present.state, tone: present.tone };
  else card.present = present;
  if (!line) return;
  const of = { title: present.title, path: present.path };
  card.lines.push(card.gathers ? { ...line, of } : line);
  card.counted += 1;
  card.isUrgent ||= line.isUrgent;
}

function posted(card: Card, ts: string, version: number): void {
  const { trying } = card;
  card.trying = null;
  if (!trying) return;
  if (trying.part === "card" || trying.rings)
    Object.assign(card, { rung: trying.to, rangAt: Number(ts) * 1_000 });
  if (trying.part === "card") {
    card.ts = ts;
    card.shown = version;
    return;
  }
  card.told = Math.max(card.told, trying.to);
}

/** What is told and no longer shown need not be kept. Where there are no threads, a card is all that tells. */
function keepWhatIsShown(state: State, card: Card): void {
  if (state.channels[card.channel]?.threads === false && card.shown === card.version)
    card.told = card.counted;
  const untold = card.lines.slice(card.lines.length - (card.counted - card.told));
  const told = card.lines.slice(0, card.lines.length - untold.length);
  card.lines = [...shownLines(told), ...untold];
}

function withCard(state: State, id: string, change: (card: Card) => unknown): void {
  const card = state.cards[id];
  if (card) change(card);
}

function forgetCard(state: State, id: string): void {
  delete state.cards[id];
  for (const [place, card] of Object.entries(state.cardOf)) if (card === id) delete state.cardOf[place];
}

function forgetChannel(state: State, channel: string): void {
  delete state.channels[channel];
  const ids = Object.values(state.cards).flatMap((card) => (card.channel === channel ? [card.id] : []));
  for (const id of ids) delete state.cards[id];
  for (const place of Object.keys(state.cardOf))
    if (place.startsWith(`${channel} `)) delete state.cardOf[place];
}
