import { nameGpu } from "../../values/gpu.ts";
import { Refusal } from "../../values/refusal.ts";
import type { OfferFilter, OfferKind } from "./filter.ts";
import { findGpu, LONGEST_NAME, nearestGpus, slipsBetween, UnknownGpu } from "./gpu-names.ts";
import {
  flags,
  kinds,
  type Measure,
  measures,
  MOST_WHOLE,
  type OfferSearch,
  otherNames,
  providerWords,
  readMeasure,
  readPrice,
  sayings,
  sortNames,
} from "./search-terms.ts";
import { readWords, type Value, type Word } from "./search-words.ts";
import type { SortField } from "./sort.ts";
import { isVersion } from "./version.ts";

// A search as one line: h100 x8 <2.50/gpu region:us reliability>0.98
//
//   h100  rtx-4090,a100  "rtx 4090"  h100-sxm5-80gb   GPUs: one of these, however they are written
//   x8  x4+  x4-8  x-8                                 how many: exactly, at least, between, at most
//   <2.50/gpu  >1/gpu                                  the price of a GPU-hour
//   allin<2.60/gpu  allin<20/machine  disk:200         the price with everything, for such a disk
//   vram>80  80gb  vram<48  total-vram>640             memory of one GPU, and of all
//   region:us,de  region:texas  region:"new york"      two letters are a country, in quotes never
//   provider:vast  socket:sxm  kind:interruptible      or just: vast, on-demand, interruptible
//   reliability>0.98  cuda>12.4  down>500  up>500  disk>200  vcpus>16  ram>64  duration>24h
//   availability>0.9  verified  datacenter  consumer
//   suppressed                                         those left out after failures, too
//   sort:price,-reliability
//
// Words stand in any order; each says one thing, and the same thing is said once. “>” is at least and
// “<” at most. A word that makes no sense is refused by name, with what could be meant.

export class SearchNotUnderstood extends Refusal {
  readonly type = "SearchNotUnderstood";
  readonly word: string;
  readonly meant: readonly string[];
  constructor(word: string, reason: string, meant: readonly string[]) {
    const shown = word.length > LONGEST_NAME ? `${word.slice(0, LONGEST_NAME)}…` : word;
    const hint = meant.length > 0 ? ` Did you mean ${meant.join(" or ")}?` : "";
    super(`“${shown}” ${reason}.${hint}`);
    this.word = shown;
    this.meant = meant;
  }
}

const LONGEST_LINE = 2_000;

export function parseSearch(line: string, known: readonly string[]): OfferSearch {
  if (line.length > LONGEST_LINE)
    throw new SearchNotUnderstood(line, `is longer than ${LONGEST_LINE} characters`, []);
  const reader = new SearchReader(known);
  const words = readWords(line);
  for (let at = 0; at < words.length;) at += reader.take(words, at);
  return reader.finish();
}

type ListName = "gpuModels" | "gpuSockets" | "providers" | "countries" | "regions" | "kinds";

/** Words of a name that are written apart, at most: “rtx 6000 ada 48gb”. */
const LONGEST_SPAN = 4;

class SearchReader {
  readonly #known: readonly string[];
  readonly #filter: { -readonly [Name in keyof OfferFilter]: OfferFilter[Name] } = {};
  #sort: OfferSearch["sort"] = [];
  #saidOfGpu: { word: string; socket: string | null; vramGb: number | null } | null = null;

  constructor(known: readonly string[]) {
    this.#known = known;
  }

  /** How many of the words it took. */
  take(words: readonly Word[], at: number): number {
    const word = words[at] as Word;
    if (word.operator === null) return this.#bare(words, at);
    const name = sayings[word.name] ?? word.name;
    const measure = measures[name];
    if (name === "disk" && word.operator === ":") this.#set(word, "allInDiskGb", this.#disk(word));
    else if (measure) this.#measure(word, name, measure);
    else if (name === "") this.#price(word, "pricePerGpuHourMin", "pricePerGpuHourMax", undefined);
    else if (name === "allin")
      this.#price(word, undefined, "allInPricePerGpuHourMax", "allInPricePerHourMax");
    else if (name === "cuda") this.#cuda(word);
    else this.#list(word, name);
    return 1;
  }

  finish(): OfferSearch {
    const said = this.#saidOfGpu;
    if (said && (this.#filter.gpuModels?.length ?? 0) > 1) {
      const meant = said.socket ? `socket:${said.socket.toLowerCase()}` : `vram>${said.vramGb}`;
      throw new SearchNotUnderstood(said.word, "is one of several GPUs, and would be asked of all", [meant]);
    }
    if (said?.socket) this.#add("gpuSockets", [said.socket]);
    if (said?.vramGb != null) this.#set({ text: said.word }, "vramGbMin", said.vramGb);
    return { filter: this.#filter, sort: this.#sort };
  }

  #bare(words: readonly Word[], at: number): number {
    const word = words[at] as Word;
    const text = sayings[word.text.toLowerCase()] ?? word.text.toLowerCase();
    const flag = flags[text];
    const kind = kindNamed(text);
    const provider = providerWords.get(text.replaceAll(/[ .-]/g, ""));
    const memory = /^(\d+(?:\.\d+)?)gi?b\+?$/.exec(text);
    if (flag) this.#set(word, flag, true);
    else if (kind) this.#add("kinds", [kind]);
    else if (provider) this.#add("providers", [provider]);
    else if (memory) this.#set(word, "vramGbMin", Number(memory[1]));
    else if (!this.#count(word, text)) return this.#gpus(words, at);
    return 1;
  }

  #count(word: Word, text: string): boolean {
    const match = /^x(\d+)?(?:(\+)|-(\d+))?$/.exec(text);
    if (!match || text === "x") return false;
    const [, from, plus, to] = match;
    for (const count of [from, to]) {
      if (count !== undefined && Number(count) > MOST_WHOLE)
        throw new SearchNotUnderstood(word.text, "is more GPUs than there are", []);
    }
    if (from !== undefined && !plus && to === undefined) this.#set(word, "gpuCount", Number(from));
    else if (from !== undefined) this.#set(word, "gpuCountMin", Number(from));
    else if (to === undefined) return false;
    if (to !== undefined) this.#set(word, "gpuCountMax", Number(to));
    return true;
  }

  // A name may be written apart: the longest run of bare words that is one is taken for it.
  #gpus(words: readonly Word[], at: number): number {
    const first = words[at] as Word;
    if (first.values.length === 1 && !first.values[0]?.quoted) {
      for (let length = LONGEST_SPAN; length > 1; length--) {
        const span = words.slice(at, at + length);
        const isBare = span.every(
          ({ operator, values }) => operator === null && !values.some(({ quoted }) => quoted),
        );
        const name = span.map(({ text }) => text).join(" ");
        if (span.length < length || !isBare || findGpu(name, this.#known) === null) continue;
        this.#gpu({ ...first, text: name }, name);
        return length;
      }
    }
    for (const { text } of first.values) this.#gpu(first, text);
    if (first.values.length === 0) throw this.#nonsense(first);
    return 1;
  }

  #gpu(word: Word, name: string): void {
    const model = findGpu(name, this.#known);
    if (model === null) throw this.#nonsense(word, name);
    const memory = /(\d{1,4})\s?gi?b\b/i.exec(name);
    const vramGb = memory ? Number(memory[1]) : null;
    const { socket } = nameGpu(name);
    if (socket !== null || vramGb !== null) this.#saidOfGpu = { word: word.text, socket, vramGb };
    this.#add("gpuModels", [model]);
  }

  #measure(word: Word, name: string, measure: Measure): void {
    const value = word.values.length === 1 ? readMeasure(measure, word.values[0]?.text ?? "") : null;
    if (value === null)
      throw new SearchNotUnderstood(word.text, "has no figure that it could stand for", [example(name)]);
    const { least, most } = measure;
    const field = word.operator === ">" ? least : word.operator === "<" ? most : undefined;
    if (field) this.#set(word, field, value);
    else if (word.operator === ":" && least && most) {
      this.#set(word, least, value);
      this.#set(word, most, value);
    } else
      throw new SearchNotUnderstood(word.text, "cannot be asked that way round", [
        `${name}>${word.values[0]?.text}`,
      ]);
  }

  #disk(word: Word): number {
    const gb =
      word.values.length === 1
        ? readMeasure({ units: measures["disk"]?.units ?? {}, whole: true }, word.values[0]?.text ?? "")
        : null;
    if (gb === null)
      throw new SearchNotUnderstood(word.text, "is no size of a disk in whole gigabytes", ["disk:200"]);
    return gb;
  }

  #price(
    word: Word,
    least: "pricePerGpuHourMin" | undefined,
    most: "pricePerGpuHourMax" | "allInPricePerGpuHourMax",
    mostOfMachine: "allInPricePerHourMax" | undefined,
  ): void {
    const price = word.values.length === 1 ? readPrice(word.values[0]?.text ?? "") : null;
    const start = word.name === "" ? "" : "allin";
    if (!price || word.operator === ":")
      throw new SearchNotUnderstood(word.text, "is no limit of a price", [`${start}<2.50/gpu`]);
    const isMost = word.operator === "<";
    const field = price.per === "gpu" ? (isMost ? most : least) : isMost ? mostOfMachine : undefined;
    if (!field) {
      const meant = price.per === "gpu" ? `${start}<${word.values[0]?.text}` : "allin<20/machine";
      throw new SearchNotUnderstood(word.text, "is no limit that a price can have", [meant]);
    }
    this.#set(word, field, price.amount);
  }

  #cuda(word: Word): void {
    const [version] = word.values;
    if (word.operator !== ">" || word.values.length !== 1 || !version || !isVersion(version.text))
      throw new SearchNotUnderstood(word.text, "is no least version of CUDA", ["cuda>12.4"]);
    this.#set(word, "cudaMin", version.text);
  }

  #list(word: Word, name: string): void {
    if (!otherNames.includes(name)) throw this.#nonsense(word);
    if (word.operator !== ":" || word.values.length === 0)
      throw new SearchNotUnderstood(word.text, "says nothing of what is looked for", [example(name)]);
    if (name === "gpu") for (const { text } of word.values) this.#gpu(word, text);
    else if (name === "provider")
      this.#add(
        "providers",
        word.values.map(({ text }) => text),
      );
    else if (name === "region") this.#regions(word);
    else if (name === "sort") this.#order(word);
    else for (const { text } of word.values) this.#named(word, name, text);
  }

  #regions(word: Word): void {
    const isCode = ({ text, quoted }: Value) => !quoted && /^[a-z]{2}$/i.test(text);
    const codes = word.values.filter(isCode).map(({ text }) => text.toUpperCase());
    const parts = word.values.filter((value) => !isCode(value)).map(({ text }) => text);
    if (codes.length > 0 && parts.length > 0) {
      const meant = `region:${codes[0]?.toLowerCase()} region:${parts[0]}`;
      throw new SearchNotUnderstood(
        word.text,
        "names a country beside a part of one; both are asked for apart",
        [meant],
      );
    }
    if (codes.length > 0) this.#add("countries", codes);
    else this.#add("regions", parts);
  }

  #named(word: Word, name: string, text: string): void {
    const wanted = text.toLowerCase();
    if (name === "socket") {
      const socket = ["SXM", "PCIe", "NVL"].find((one) => one.toLowerCase() === wanted);
      if (socket) return this.#add("gpuSockets", [socket]);
      throw new SearchNotUnderstood(word.text, "is no socket", ["socket:sxm", "socket:pcie", "socket:nvl"]);
    }
    const kind = kindNamed(sayings[wanted] ?? wanted);
    if (kind) return this.#add("kinds", [kind]);
    throw new SearchNotUnderstood(word.text, "is no way of renting", Object.values(kinds));
  }

  #order(word: Word): void {
    if (this.#sort.length > 0) throw twice(word);
    const fields = Object.entries(sortNames) as [SortField, string][];
    this.#sort = word.values.map(({ text }) => {
      const wanted = text.replace(/^[-+]/, "").toLowerCase();
      const found = fields.find(([, name]) => name === wanted);
      if (found) return { field: found[0], descending: text.startsWith("-") };
      throw new SearchNotUnderstood(
        text,
        "is nothing to order by",
        nearest(wanted, Object.values(sortNames)),
      );
    });
  }

  #set<Name extends keyof OfferFilter>(word: { text: string }, name: Name, value: OfferFilter[Name]): void {
    if (this.#filter[name] !== undefined) throw twice(word);
    this.#filter[name] = value;
  }

  #add(name: ListName, values: readonly string[]): void {
    const said: readonly string[] = this.#filter[name] ?? [];
    Object.assign(this.#filter, { [name]: [...new Set([...said, ...values])] });
  }

  /** Most often a GPU that was mistyped; otherwise one of the words. */
  #nonsense(word: Word, name = word.text): Refusal {
    const near = nearest(word.name || word.text.toLowerCase(), [
      ...Object.keys(flags),
      ...Object.values(kinds),
    ]);
    const isWordNear = near[0] !== undefined && slipsBetween(word.text.toLowerCase(), near[0]) <= 2;
    if (word.name === "gpu" || (word.operator === null && !isWordNear))
      return new UnknownGpu(name, nearestGpus(name, this.#known));
    const names = [...Object.keys(measures), ...otherNames];
    const meant = word.operator === null ? near.slice(0, 1) : nearest(word.name, names).map(example);
    return new SearchNotUnderstood(word.text, "is not a word of a search", meant);
  }
}

function kindNamed(text: string): OfferKind | undefined {
  return (Object.entries(kinds) as [OfferKind, string][]).find(([, name]) => name === text)?.[0];
}

function nearest(text: string, names: readonly string[]): string[] {
  return names.toSorted((a, b) => slipsBetween(text, a) - slipsBetween(text, b)).slice(0, 3);
}

function twice(word: { text: string }): SearchNotUnderstood {
  return new SearchNotUnderstood(word.text, "says what another word says already", []);
}

/** How a word is written that begins with this name. */
function example(name: string): string {
  const examples: Record<string, string> = {
    vram: "vram>80",
    "total-vram": "total-vram>640",
    reliability: "reliability>0.98",
    availability: "availability>0.9",
    down: "down>500",
    up: "up>500",
    disk: "disk>200",
    vcpus: "vcpus>16",
    ram: "ram>64",
    duration: "duration>24h",
    gpu: "gpu:h100",
    socket: "socket:sxm",
    region: "region:us",
    provider: "provider:vast",
    kind: "kind:on-demand",
    cuda: "cuda>12.4",
    allin: "allin<2.50/gpu",
    sort: "sort:price",
  };
  return examples[name] ?? name;
}
