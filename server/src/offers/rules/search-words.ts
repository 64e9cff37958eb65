// A line of search is words with spaces between them. What stands in quotes is one piece, whatever is
// in it; a quote in quotes is written twice. Commas outside of quotes part the values of one word.

export interface Word {
  /** As it was written. */
  text: string;
  /** "region" in region:us; empty where the word is only a name or begins with an operator. */
  name: string;
  operator: Operator | null;
  values: readonly Value[];
}

export interface Value {
  text: string;
  quoted: boolean;
}

export type Operator = ":" | "<" | ">";

export function readWords(line: string): Word[] {
  const words = line.match(/(?:"(?:[^"]|"")*"?|[^\s"])+/g) ?? [];
  return words.map(readWord);
}

// “At most” and “at least” include the figure itself, however they are written.
function readWord(text: string): Word {
  const match = /^([A-Za-z-]*)(<=|>=|=<|=>|[<>:=])/.exec(text);
  if (!match) return { text, name: "", operator: null, values: readValues(text) };
  const [start, name = "", sign = ""] = match;
  const operator = sign.includes("<") ? "<" : sign.includes(">") ? ">" : ":";
  return { text, name: name.toLowerCase(), operator, values: readValues(text.slice(start.length)) };
}

function readValues(text: string): Value[] {
  const parts = text.match(/(?:"(?:[^"]|"")*"?|[^,"])+/g) ?? [];
  return parts.map((part) => {
    const isQuoted = part.length > 1 && part.startsWith('"') && part.endsWith('"');
    return isQuoted
      ? { text: part.slice(1, -1).replaceAll('""', '"'), quoted: true }
      : { text: part, quoted: false };
  });
}

/** A value as it is written, in quotes only where it needs them. */
export function writeValue(value: string, quoteAnyway = false): string {
  return !quoteAnyway && /^[\w.+-]+$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
}
