import { micros } from "#lib/money.ts";

/** How much of a whole each of some amounts is, in percent, for the width of a bar's parts. */
export function sharesOf(amounts: readonly string[], whole?: string): number[] {
  const parts = amounts.map(micros);
  const total = whole === undefined ? parts.reduce((sum, part) => sum + part, 0n) : micros(whole);
  // Ten-thousandths are finer than any screen; the amounts themselves stay whole.
  return parts.map((part) => (total > 0n ? Number((part * 1_000_000n) / total) / 10_000 : 0));
}
