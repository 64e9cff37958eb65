// What a card is about, as it is now, and what is asked of it when a channel wants only some things.

export const kinds = ["sessions", "reservations", "budgets", "alerts"] as const;
export type Kind = (typeof kinds)[number];

export type Tone = "good" | "busy" | "bad" | "over";

/** The present of a thing. Every text of it may be somebody's: a label, a name, a provider's word. */
export interface Present {
  title: string;
  /** A path of the console. */
  path: string;
  state: string;
  tone: Tone;
  facts: Fact[];
  /** What a filter looks at. What a thing does not have is left out. */
  team?: string;
  gpu?: string;
  cost?: number;
  /** The fullest budget that it counts in, in percent. */
  budget?: number;
  /** What may be done to it from its card. */
  actions: CardAction[];
  isOver: boolean;
}

export interface Fact {
  label: string;
  /** A text, or an instant that is shown in the reader's own zone. */
  value: string | { at: string };
}

export type CardAction = "stop" | "extend" | "approve" | "decline";

/** Something that happened to a thing. */
export interface Line {
  /** The event's id: the same in whatever order it is heard. */
  id: string;
  at: string;
  text: string;
  /** It costs money or work while it waits: it is told in quiet hours, too, and stays readable on the card. */
  isUrgent: boolean;
  /** To what, where the card is of many things. */
  of?: { title: string; path: string };
}

export interface Happened {
  id: string;
  at: string;
  topic: string;
  actorName: string;
  summary: string;
  subject: string | null;
}

const topics: Readonly<Record<string, Kind>> = {
  "session.changed": "sessions",
  "session.attempt": "sessions",
  "session.end-asked": "sessions",
  "session.extended": "sessions",
  "session.silent": "sessions",
  "reservation.changed": "reservations",
  "reservation.credited": "reservations",
  "reservation.reminded": "reservations",
  "budget.created": "budgets",
  "budget.changed": "budgets",
  "budget.removed": "budgets",
  "budget.crossed": "budgets",
  "budget.foreseen": "budgets",
  "budget.unusual": "budgets",
  "budget.snoozed": "budgets",
  "budget.acknowledged": "budgets",
  "credits.expiring": "alerts",
  "price-watch.fired": "alerts",
  "price-watch.rearmed": "alerts",
  "waitlist.changed": "alerts",
  "flexible-job.changed": "alerts",
  "start-request.changed": "alerts",
  "planned-use.dear": "alerts",
  "alert.given-up": "alerts",
};

/** Null for what no channel is told of. */
export function kindOf(topic: string): Kind | null {
  return topics[topic] ?? null;
}

/** Of one thing there is one card, so each thing has one name. */
export function thingOf({ topic, subject }: Pick<Happened, "topic" | "subject">): string {
  return subject ?? topic;
}

const urgentTopics = new Set(["budget.crossed", "budget.unusual", "session.silent", "reservation.reminded"]);

/** Whether it is an alarm depends on how things stand, too: the same topic tells of a start and of a failure. */
export function isUrgent(topic: string, present: Present): boolean {
  return urgentTopics.has(topic) || (topic.endsWith(".changed") && present.tone === "bad");
}

/** What one who asked for alerts hears of things that have cards of their own. */
export function isAlert(topic: string, urgent: boolean): boolean {
  return urgent || kindOf(topic) === "alerts";
}

export function lineOf({ id, at, topic, actorName, summary }: Happened, present: Present): Line {
  return { id, at, text: `${actorName} ${summary}`, isUrgent: isUrgent(topic, present) };
}
