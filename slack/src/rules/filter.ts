import { type Kind, kinds, type Present } from "./thing.ts";

// What a channel wants to hear of, in one line: `sessions team:vision budget>80%`. Words are kinds, `name:value` or
// `name>number`. All conditions hold, and of several values of one, any does. What a thing does not have does not
// match: nobody is told of a credit that expires because they asked for a team.

const words = { team: "team", consumer: "team", gpu: "gpu", state: "state" } as const;
const figures = ["budget", "cost"] as const;
type Figure = (typeof figures)[number];

export interface Filter {
  kinds: Kind[];
  team: string[];
  gpu: string[];
  state: string[];
  above: Partial<Record<Figure, number>>;
}

export class NotUnderstood extends Error {
  readonly word: string;
  constructor(word: string, why: string) {
    super(why);
    this.word = word;
  }
}

const LONGEST_LINE = 300;

export function parseFilter(line: string): Filter {
  if (line.length > LONGEST_LINE)
    throw new NotUnderstood("", `A subscription is ${LONGEST_LINE} characters at most.`);
  const filter: Filter = { kinds: [], team: [], gpu: [], state: [], above: {} };
  for (const word of splitWords(line)) take(word, filter);
  if (filter.kinds.length === 0) throw new NotUnderstood("", `Say what of: ${kinds.join(", ")}, or all.`);
  return filter;
}

function take(word: string, filter: Filter): void {
  const lower = word.toLowerCase();
  if (lower === "all") {
    filter.kinds = [...kinds];
    return;
  }
  const kind = kinds.find((one) => one === lower || one === `${lower}s`);
  if (kind) {
    if (!filter.kinds.includes(kind)) filter.kinds.push(kind);
    return;
  }
  const condition = /^([a-z]+)([:>])(.*)$/is.exec(word);
  const [, name = "", sign, value = ""] = condition ?? [];
  const key = name.toLowerCase();
  if (sign === ":" && Object.hasOwn(words, key)) {
    const values = value
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
    if (values.length === 0) throw new NotUnderstood(word, `${key}: wants a name after it.`);
    filter[words[key as keyof typeof words]].push(...values);
    return;
  }
  const figure = figures.find((one) => one === key);
  if (sign === ">" && figure) {
    filter.above[figure] = readFigure(word, figure, value);
    return;
  }
  throw new NotUnderstood(
    word,
    `“${word}” is not understood. There are ${kinds.join(", ")} and all, and the conditions \`team:\`, \`gpu:\`, \`state:\`, \`budget>\` and \`cost>\`.`,
  );
}

function readFigure(word: string, figure: Figure, value: string): number {
  const shape = figure === "budget" ? /^(\d{1,4}(?:\.\d+)?)%?$/ : /^\$?(\d{1,9}(?:\.\d+)?)$/;
  const number = Number(shape.exec(value)?.[1] ?? Number.NaN);
  const example = figure === "budget" ? "budget>80%" : "cost>25";
  if (!Number.isFinite(number)) throw new NotUnderstood(word, `Say it like ${example}.`);
  return number;
}

/** At spaces, except between quotation marks: `team:"vision lab"`. Phones make them curly. */
function splitWords(line: string): string[] {
  const plain = line.replaceAll(/[“”„]/g, '"').replaceAll("&gt;", ">");
  if ((plain.match(/"/g)?.length ?? 0) % 2 === 1)
    throw new NotUnderstood("", "A quotation mark is never closed.");
  return [...plain.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ""));
}

/** In the words of the grammar, so that what is shown can be typed again. */
export function sayFilter(filter: Filter): string {
  const all = filter.kinds.length === kinds.length;
  const quote = (value: string) => (/\s/.test(value) ? `"${value}"` : value);
  return [
    ...(all ? ["all"] : filter.kinds),
    ...(["team", "gpu", "state"] as const).flatMap((name) =>
      filter[name].length > 0 ? [`${name}:${filter[name].map(quote).join(",")}`] : [],
    ),
    ...(filter.above.budget === undefined ? [] : [`budget>${filter.above.budget}%`]),
    ...(filter.above.cost === undefined ? [] : [`cost>${filter.above.cost}`]),
  ].join(" ");
}

export function matches(filter: Filter, kind: Kind, alert: boolean, present: Present): boolean {
  if (!filter.kinds.includes(kind) && !(alert && filter.kinds.includes("alerts"))) return false;
  const among = (wanted: readonly string[], has: string | undefined) =>
    wanted.length === 0 ||
    (has !== undefined && wanted.some((one) => one.toLowerCase() === has.toLowerCase()));
  const gpu =
    filter.gpu.length === 0 ||
    filter.gpu.some((one) => present.gpu?.toLowerCase().includes(one.toLowerCase()) ?? false);
  const above = (least: number | undefined, has: number | undefined) =>
    least === undefined || (has !== undefined && has >= least);
  return (
    among(filter.team, present.team) &&
    among(filter.state, present.state) &&
    gpu &&
    above(filter.above.budget, present.budget) &&
    above(filter.above.cost, present.cost)
  );
}
