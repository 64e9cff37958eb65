// Comma-separated values as RFC 4180 has them: every field quoted, every line ended by CR LF.

/**
 * A spreadsheet takes a text that begins with one of these for a formula, and runs it. The names of hosts
 * and regions are written by strangers, so such a text is made one that is only read.
 */
const startsFormula = /^[=+\-@\t\r]/;

export function csvField(value: string): string {
  const plain = startsFormula.test(value) ? `'${value}` : value;
  return `"${plain.replaceAll('"', '""')}"`;
}

export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}
