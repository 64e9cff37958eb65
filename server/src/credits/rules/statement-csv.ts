import { formatUsd, type Usd } from "../../values/money.ts";

// A statement as a spreadsheet reads it (RFC 4180). Every change in it, added to its opening, makes
// its closing to the micro-dollar.

const columns = [
  "at",
  "kind",
  "note",
  "for",
  "by",
  "available_change",
  "held_change",
  "pending_change",
  "available_after",
  "held_after",
  "pending_after",
  "transaction",
] as const;

export type CsvRow = Record<(typeof columns)[number], string>;

export interface Amounts {
  available: Usd;
  held: Usd;
  pending: Usd;
}

export function csvHead(): string {
  return csvLine(columns);
}

export function csvRow(row: CsvRow): string {
  return csvLine(columns.map((column) => row[column]));
}

/** The row before all others, or after them. */
export function balanceRow(kind: "opening" | "closing", at: string, change: Amounts, after: Amounts): CsvRow {
  return {
    at,
    kind,
    note: "",
    for: "",
    by: "",
    available_change: formatUsd(change.available),
    held_change: formatUsd(change.held),
    pending_change: formatUsd(change.pending),
    available_after: formatUsd(after.available),
    held_after: formatUsd(after.held),
    pending_after: formatUsd(after.pending),
    transaction: "",
  };
}

function csvLine(values: readonly string[]): string {
  return `${values.map(csvField).join(",")}\r\n`;
}

const AMOUNT = /^-?\d+\.\d{6}$/;

/** What a person wrote is never taken for a formula. */
export function csvField(text: string): string {
  const safe = !AMOUNT.test(text) && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
