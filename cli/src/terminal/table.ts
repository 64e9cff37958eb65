import { stripVTControlCharacters } from "node:util";
import { columnsOf, cut, padEnd, padStart, wrap } from "./columns.ts";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => string;
  right?: boolean;
  /** The lowest goes first where there is no room; what has none stays. */
  spare?: number;
}

const GAP = "  ";
const NARROW = 60;

/** Rows under a head, as wide as the terminal; on a narrow one, two lines a row and no head. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  if (rows.length === 0) return "";
  if (width < NARROW) return stacked(rows, columns, width);
  const shown = [...columns];
  const needs = (): number =>
    shown.reduce((sum, column) => sum + widthOf(rows, column) + GAP.length, -GAP.length);
  while (needs() > width) {
    const least = shown
      .filter(({ spare }) => spare !== undefined)
      .toSorted((a, b) => (a.spare ?? 0) - (b.spare ?? 0))[0];
    if (!least) break;
    shown.splice(shown.indexOf(least), 1);
  }
  const widths = shown.map((column) => widthOf(rows, column));
  const line = (cells: readonly string[]): string =>
    cut(
      cells
        .map((cell, at) => pad(cell, widths[at] ?? 0, shown[at]?.right ?? false))
        .join(GAP)
        .trimEnd(),
      width,
    );
  return [
    line(shown.map(({ name }) => name)),
    ...rows.map((row) => line(shown.map(({ cell }) => clean(cell(row))))),
  ].join("\n");
}

function stacked<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const [first, ...others] = columns;
  return rows
    .flatMap((row) => {
      const lines: string[] = [];
      let line = "";
      for (const { cell } of others) {
        const text = clean(cell(row));
        if (text === "" || text === "–") continue;
        const longer = line === "" ? text : `${line}${GAP}${text}`;
        if (columnsOf(longer) <= width - 2 || line === "") line = longer;
        else if (lines.push(line) >= 1) break;
      }
      if (lines.length === 0) lines.push(line);
      return [cut(clean(first?.cell(row) ?? ""), width), ...lines.map((text) => cut(`  ${text}`, width))];
    })
    .join("\n");
}

function widthOf<Row>(rows: readonly Row[], { name, cell }: Column<Row>): number {
  return Math.max(name.length, ...rows.map((row) => columnsOf(clean(cell(row)))));
}

function pad(text: string, width: number, right: boolean): string {
  return right ? padStart(text, width) : padEnd(text, width);
}

/** What others wrote may not steer the terminal: no escape, no line of its own. */
function clean(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}]/gu, " ");
}

/** Names and their values, one a line. */
export function facts(
  pairs: readonly (readonly [string, string | null | undefined])[],
  width: number,
): string {
  const told = pairs.filter((pair): pair is [string, string] => pair[1] != null && pair[1] !== "");
  const room = Math.max(...told.map(([name]) => name.length));
  return told
    .map(([name, value]) => {
      const text = clean(value);
      return width >= NARROW || room + 2 + columnsOf(text) <= width
        ? `${name.padEnd(room)}  ${text}`
        : `${name}\n${wrap(text, width - 2).replace(/^/gm, "  ")}`;
    })
    .join("\n");
}
