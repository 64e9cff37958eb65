import { micros } from "#lib/money.ts";

/** Dollars and cents, and the hundredths of a cent that are seen to move. Cut, not rounded: it never shows more than it is. */
export function movingDigits(usd: string, isCalm: boolean): { first: string; rest: string } {
  const amount = micros(usd);
  const size = amount < 0n ? -amount : amount;
  const whole = (size / 1_000_000n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const places = (size % 1_000_000n).toString().padStart(6, "0");
  return {
    first: `${amount < 0n ? "−" : ""}$${whole}.${places.slice(0, 2)}`,
    rest: isCalm ? "" : places.slice(2, 4),
  };
}
