import type { KnownBlock, RichTextBlock, RichTextElement } from "@slack/types";

// How words reach Slack. In rich text a word is a word: no name of a label, a machine or a person can mention
// everybody, be a link or turn bold, whatever is in it. The only text that Slack does parse is what a notification
// shows, and there the three signs by which anything begins are written as themselves.

export type Words = RichTextElement[];

const LONGEST_WORD = 400;

export function text(
  words: string,
  style?: { bold?: boolean; italic?: boolean; code?: boolean },
): RichTextElement {
  return { type: "text", text: shorten(words, LONGEST_WORD) || " ", ...(style && { style }) };
}

export const bold = (words: string): RichTextElement => text(words, { bold: true });
export const soft = (words: string): RichTextElement => text(words, { italic: true });
export const code = (words: string): RichTextElement => text(words, { code: true });

export function link(url: string, words: string): RichTextElement {
  return { type: "link", url, text: shorten(words, LONGEST_WORD), style: { bold: true } };
}

/** An instant, in the zone of whoever reads it. */
export function instant(at: string): RichTextElement {
  return {
    type: "date",
    timestamp: Math.floor(Date.parse(at) / 1000),
    format: "{date_short_pretty} {time}",
    fallback: sayInstant(at),
  };
}

export const emoji = (name: string): RichTextElement => ({ type: "emoji", name });

/** Each of them a line of its own. */
export function lines(...said: Words[]): RichTextBlock {
  const elements = said.flatMap((words, at) => (at === 0 ? words : [text("\n"), ...words]));
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

export function list(...said: Words[]): RichTextBlock {
  return {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_list",
        style: "bullet",
        elements: said.map((elements) => ({ type: "rich_text_section", elements })),
      },
    ],
  };
}

export interface Saying {
  /** For notifications and for who cannot see blocks. */
  text: string;
  blocks: KnownBlock[];
}

export function say(plain: string, ...blocks: KnownBlock[]): Saying {
  return { text: escape(shorten(plain, 3_000)), blocks };
}

/** A sentence or two, in which `this` is something to type. */
export function sentence(plain: string): Saying {
  const parts = plain.split("`").map((part, at) => (at % 2 === 1 ? code(part) : text(part)));
  return say(plain, lines(parts));
}

/** The characters that mean something to Slack, as Slack wants them written. */
export function escape(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function shorten(words: string, length: number): string {
  const characters = [...words];
  return characters.length <= length ? words : `${characters.slice(0, length - 1).join("")}…`;
}

export function sayInstant(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** "$12.50": cents always, and what is smaller where there is any. */
export function dollars(amount: string): string {
  const [, sign = "", whole = "0", rest = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const cents = rest.replace(/0+$/, "").padEnd(2, "0");
  return `${sign}$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}

/** An amount that a person compares: to the cent. */
export function roundDollars(amount: string): string {
  return dollars((Math.round(Number(amount) * 100) / 100).toFixed(2));
}
