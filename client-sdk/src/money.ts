// Money comes as a decimal string of dollars with six places, and is only ever handled as whole micro-dollars. Nothing
// here rounds, and what is no amount is never taken for nothing.

const pattern = /^(-?)(\d+)(?:\.(\d{1,6}))?$/;

export function isUsd(text: string): boolean {
  return pattern.test(text);
}

/** Throws for what is no amount. */
export function micros(usd: string): bigint {
  const match = pattern.exec(usd);
  if (!match) throw new RangeError(`Not an amount of US dollars: ${usd}`);
  const [, sign, whole = "", fraction = ""] = match;
  const amount = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
  return sign ? -amount : amount;
}

/** The form money has on the wire. */
export function decimal(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % 1_000_000n).toString().padStart(6, "0");
  return `${amount < 0n ? "-" : ""}${size / 1_000_000n}.${fraction}`;
}

export function timesUsd(usd: string, count: number): string {
  return decimal(micros(usd) * BigInt(count));
}

export function sumUsd(amounts: readonly string[]): string {
  return decimal(amounts.reduce((total, usd) => total + micros(usd), 0n));
}

/** "$1,234.50", "-$0.2136": exact, at least two places, never more than needed. */
export function formatUsd(usd: string): string {
  const amount = micros(usd);
  const size = amount < 0n ? -amount : amount;
  const dollars = (size / 1_000_000n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const places = (size % 1_000_000n).toString().padStart(6, "0").replace(/0+$/, "").padEnd(2, "0");
  return `${amount < 0n ? "-" : ""}$${dollars}.${places}`;
}
