import { decimal, isUsd, micros } from "@berth/client-sdk/money";

// How money is shown and typed here. What an amount is, and what is added to it, is read in the one place that the
// command line and partners read it in, too. Nothing here rounds: what cannot be shown exactly is not shown at all.

export { decimal, micros };

/** The digits of an amount in two parts, so that a column can give the first more weight. */
export interface UsdDigits {
  /** Sign, dollars and cents; of less than a dollar, three digits that count. */
  first: string;
  /** What is left to be exact, without trailing zeros. */
  rest: string;
}

/** The places that are shown even when they are zeros are at least `least`. */
export function usdDigits(usd: string, least = 2): UsdDigits {
  const amount = micros(usd);
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % 1_000_000n).toString().padStart(6, "0");
  const zeros = size < 1_000_000n ? fraction.length - fraction.replace(/^0+/, "").length : -1;
  const weighty = Math.min(6, Math.max(least, zeros + 3));
  const shown = fraction.replace(/0+$/, "").padEnd(least, "0");
  return {
    first: `${amount < 0n ? "−" : ""}$${grouped(size / 1_000_000n)}.${shown.slice(0, weighty)}`,
    rest: shown.slice(weighty),
  };
}

/** "$1,234.50", "$0.2136": exact, at least two places, never more than needed. */
export function formatUsd(usd: string): string {
  const { first, rest } = usdDigits(usd);
  return first + rest;
}

/** "$8.20": rounded, for what has to be short. */
export function toCents(usd: string): string {
  const cent = 10_000n;
  return formatUsd(decimal(((micros(usd) + cent / 2n) / cent) * cent));
}

export function compareUsd(a: string, b: string): number {
  const left = micros(a);
  const right = micros(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export type Move = "up" | "down" | "none";

export function priceMove(previous: string | null, current: string): Move {
  if (previous === null) return "none";
  const order = compareUsd(current, previous);
  return order > 0 ? "up" : order < 0 ? "down" : "none";
}

/** What a person typed as an amount: "$2.5" and "2,50" mean what they look like. Null when it is no amount. */
/** More dollars than have so many digits are none that anything here is about. */
const WHOLE_DIGITS = 9;

export function parseUsd(typed: string): string | null {
  const plain = typed
    .trim()
    .replace(/^\$\s*/, "")
    .replace(/,(\d{1,2})$/, ".$1")
    .replaceAll(",", "");
  const padded = plain.startsWith(".") ? `0${plain}` : plain;
  return isUsd(padded) && (padded.split(".")[0] ?? "").length <= WHOLE_DIGITS
    ? decimal(micros(padded))
    : null;
}

function grouped(whole: bigint): string {
  return whole.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
