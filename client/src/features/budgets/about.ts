import { formatUsd, micros } from "#lib/money.ts";

/** What is foreseen is not known to the micro-dollar, and is not shown so: "about $4.12". */
export function about(usd: string): string {
  const cents = (micros(usd) + 5_000n) / 10_000n;
  return `about ${formatUsd(`${String(cents / 100n)}.${String(cents % 100n).padStart(2, "0")}`)}`;
}
