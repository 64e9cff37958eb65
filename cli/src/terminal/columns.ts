// How much room a text takes on a terminal: a letter of Chinese or Japanese, or a picture, takes two columns, and what
// only changes the letter before it takes none.

const WIDE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const letters = new Intl.Segmenter("en", { granularity: "grapheme" });

export function columnsOf(text: string): number {
  // Nearly all that is ever shown takes a column a letter.
  if (/^[\u0020-\u007e\u00a0-\u02ff\u2010-\u25ff]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of letters.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

export function cut(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let kept = "";
  for (const { segment } of letters.segment(text)) {
    if (columnsOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return width < 1 ? "" : `${kept}…`;
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - columnsOf(text))) + text;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}

/** Sentences in lines that end between words. A word that is longer than a line is left to the terminal. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
