import { styleText } from "node:util";

/** Lines of figures under one heading. A line of one cell heads those beneath it. */
export type Section = { title: string; columns: readonly string[]; lines: readonly (readonly string[])[] };

/** A figure that was set out to be reached. */
export type Aim = { what: string; measured: number; aim: number; unit: string; isMost?: boolean };

export function showSection({ title, columns, lines }: Section): void {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...lines.map((line) => line[at]?.length ?? 0)),
  );
  const first = Math.max(
    title.length,
    ...lines.map(([label = "", ...cells]) => label.length + (cells.length > 0 ? 2 : 0)),
  );
  const put = (label: string, cells: readonly string[]) =>
    label.padEnd(first) + cells.map((cell, at) => `   ${cell.padStart(widths[at + 1] ?? 0)}`).join("");
  console.log(`\n${styleText("bold", put(title, columns.slice(1)).trimEnd())}`);
  for (const [label = "", ...cells] of lines) {
    console.log(cells.length === 0 ? label : put(`  ${label}`, cells).trimEnd());
  }
}

export function showAims(aims: readonly Aim[]): void {
  const lines = aims.map(({ what, measured, aim, unit, isMost }) => {
    const isMet = isMost ? measured <= aim : measured >= aim;
    return [
      what,
      `${round(measured)} ${unit}`,
      `${isMost ? "at most" : "at least"} ${aim} ${unit}`,
      isMet ? "reached" : "missed",
    ];
  });
  showSection({ title: "Aims", columns: ["", "measured", "aim", ""], lines });
}

/** Three digits that mean something. */
export function round(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
