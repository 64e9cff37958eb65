import type { CreditMovement } from "#gql/graphql.ts";
import { micros } from "#lib/money.ts";

export const ledgerPageSize = 50;

export type LedgerFilter = "all" | "added" | "held" | "spent" | "expired";

export const ledgerFilters: readonly { value: LedgerFilter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "added", label: "Added" },
  { value: "held", label: "Set aside" },
  { value: "spent", label: "Spent" },
  { value: "expired", label: "Expired" },
];

const kinds: Record<Exclude<LedgerFilter, "all">, readonly CreditMovement[]> = {
  added: ["PURCHASE", "GRANT", "PROMOTION", "SLA", "TAKE_EFFECT", "ROLL_OVER"],
  held: ["HOLD", "RELEASE", "LAPSE"],
  spent: ["CAPTURE", "REFUND"],
  expired: ["EXPIRE"],
};

/** Null where nothing is left out. */
export function kindsOf(filter: LedgerFilter): CreditMovement[] | null {
  return filter === "all" ? null : [...kinds[filter]];
}

export function passes(kind: CreditMovement, filter: LedgerFilter): boolean {
  return kindsOf(filter)?.includes(kind) ?? true;
}

interface Word {
  word: string;
  tone: "neutral" | "good" | "accent" | "warn";
}

const words: Record<CreditMovement, Word> = {
  PURCHASE: { word: "Paid in", tone: "good" },
  GRANT: { word: "Granted", tone: "good" },
  PROMOTION: { word: "Promotion", tone: "good" },
  SLA: { word: "SLA credit", tone: "good" },
  TAKE_EFFECT: { word: "Took effect", tone: "good" },
  HOLD: { word: "Set aside", tone: "accent" },
  CAPTURE: { word: "Spent", tone: "neutral" },
  RELEASE: { word: "Given back", tone: "accent" },
  LAPSE: { word: "Lapsed", tone: "accent" },
  REFUND: { word: "Refund", tone: "good" },
  EXPIRE: { word: "Expired", tone: "warn" },
  ROLL_OVER: { word: "Rolled over", tone: "good" },
};

export function wordFor(kind: CreditMovement): Word {
  return words[kind];
}

interface Changes {
  availableChange: string;
  heldChange: string;
  pendingChange: string;
}

/** The one change that a line is told by where there is room for one: of what is available, if that moved at all. */
export function changeTold(line: Changes): { amount: string; of: "available" | "held" | "pending" } {
  if (micros(line.availableChange) !== 0n) return { amount: line.availableChange, of: "available" };
  if (micros(line.heldChange) !== 0n) return { amount: line.heldChange, of: "held" };
  return { amount: line.pendingChange, of: "pending" };
}

/** Where what credit was moved for has a page of its own. */
export function pathOf(subject: string | null): string | null {
  if (subject?.startsWith("ses_")) return `/sessions/${subject}`;
  if (subject?.startsWith("res_")) return `/reservations/${subject}`;
  return null;
}
