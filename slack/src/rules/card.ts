import type { ActionsBlock, Button, KnownBlock } from "@slack/types";
import { type Card, linesBetween, shownLines } from "./state.ts";
import type { CardAction, Line, Present, Tone } from "./thing.ts";
import {
  bold,
  emoji,
  instant,
  lines,
  link,
  list,
  type Saying,
  say,
  soft,
  text,
  type Words,
} from "./words.ts";

// What a card says: how its thing stands, and what of its past is worth a line. The rest is in its thread.

const signs: Readonly<Record<Tone, string>> = {
  good: "large_green_circle",
  busy: "hourglass_flowing_sand",
  bad: "red_circle",
  over: "white_circle",
};

const buttons: Readonly<Record<CardAction, { label: string; style?: NonNullable<Button["style"]> }>> = {
  stop: { label: "Stop", style: "danger" },
  extend: { label: "Extend" },
  approve: { label: "Approve", style: "primary" },
  decline: { label: "Decline" },
};

export function sayCard(card: Card, consoleUrl: string): Saying {
  return card.gathers ? sayMany(card, card.gathers, consoleUrl) : sayOne(card, consoleUrl);
}

function sayOne(card: Card, consoleUrl: string): Saying {
  const { present, lines: past } = card;
  const latest = past.at(-1);
  return say(
    `${present.title}: ${latest?.text ?? present.state}`,
    ...sayPresent(present, consoleUrl),
    ...sayPast(past, card.counted, consoleUrl),
    ...sayActions(card.thing, present),
  );
}

/** A thing as it is, without its past: also what is shown below a link to it. */
export function sayPresent(present: Present, consoleUrl: string): KnownBlock[] {
  const head: Words = [
    emoji(signs[present.tone]),
    text(" "),
    link(`${consoleUrl}${present.path}`, present.title),
    text("  "),
    bold(present.state),
  ];
  const facts = present.facts.map(({ label, value }): Words => [
    text(`${label}  `),
    typeof value === "string" ? bold(value) : instant(value.at),
  ]);
  return [lines(head, ...facts)];
}

function sayPast(past: readonly Line[], counted: number, consoleUrl: string): KnownBlock[] {
  const shown = shownLines(past);
  if (shown.length === 0) return [];
  const more = counted - shown.length;
  return [
    list(...shown.map((line) => sayLine(line, consoleUrl))),
    ...(more > 0 ? [lines([soft(`${more} earlier ${more === 1 ? "line" : "lines"} in the thread`)])] : []),
  ];
}

function sayLine(line: Line, consoleUrl: string): Words {
  return [
    instant(line.at),
    text("  "),
    ...(line.of ? [link(`${consoleUrl}${line.of.path}`, line.of.title), text("  ")] : []),
    line.isUrgent ? bold(line.text) : text(line.text),
  ];
}

function sayActions(thing: string, present: Present): ActionsBlock[] {
  const elements = present.actions.map((action): Button => {
    const { label, style } = buttons[action];
    return {
      type: "button",
      action_id: `card.${action}`,
      value: thing,
      text: { type: "plain_text", text: label },
      ...(style && { style }),
    };
  });
  return elements.length > 0 ? [{ type: "actions", elements }] : [];
}

const MOST_STATES = 6;

function sayMany(card: Card, gathers: NonNullable<Card["gathers"]>, consoleUrl: string): Saying {
  const things = Object.values(gathers);
  const title = `${things.length} ${nounOf(card.kind, things.length)}`;
  const counts = new Map<string, { count: number; tone: Tone }>();
  for (const { state, tone } of things)
    counts.set(state, { count: (counts.get(state)?.count ?? 0) + 1, tone });
  const states = [...counts].toSorted(([, a], [, b]) => b.count - a.count).slice(0, MOST_STATES);
  return say(
    `${title}: ${card.counted} things happened`,
    lines(
      [
        emoji("card_index_dividers"),
        text(" "),
        link(`${consoleUrl}${card.kind === "alerts" ? "/activity" : `/${card.kind}`}`, title),
        text(`  ${card.counted} things happened`),
      ],
      ...states.map(([state, { count, tone }]): Words => [
        emoji(signs[tone]),
        text(` ${count} ${withinALine(state)}`),
      ]),
    ),
    ...sayPast(card.lines, card.counted, consoleUrl),
  );
}

/** Without the large letter that a line begins with; a name keeps its own. */
function withinALine(state: string): string {
  return /^\p{Lu}\p{Ll}/u.test(state) ? state.charAt(0).toLowerCase() + state.slice(1) : state;
}

function nounOf(kind: string, count: number): string {
  return count === 1 ? kind.replace(/s$/, "") : kind;
}

/** Some of a card's history, as a reply in its thread. `from` and `to` count from its first line. */
export function sayReply(card: Card, from: number, to: number, consoleUrl: string): Saying {
  const said = linesBetween(card, from, to);
  return say(
    said.map((line) => line.text).join("\n"),
    list(...said.map((line) => sayLine(line, consoleUrl))),
  );
}
