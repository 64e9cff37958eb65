// Money comes as a decimal string of dollars and is only ever handled as whole micro-dollars.

function micros(usd: string): bigint {
  const [, sign, whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(usd) ?? [];
  const amount = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
  return sign ? -amount : amount;
}

function decimal(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  return `${amount < 0n ? "-" : ""}${size / 1_000_000n}.${String(size % 1_000_000n).padStart(6, "0")}`;
}

/** "$1,234.50", "$0.2136": exact, at least two places, never more than needed. */
export function dollars(usd: string): string {
  const amount = micros(usd);
  const size = amount < 0n ? -amount : amount;
  const fraction = String(size % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "")
    .padEnd(2, "0");
  const whole = String(size / 1_000_000n).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0n ? "-" : ""}$${whole}.${fraction}`;
}

export function times(usd: string, count: number): string {
  return decimal(micros(usd) * BigInt(count));
}

export function sum(amounts: readonly string[]): string {
  return decimal(amounts.reduce((total, usd) => total + micros(usd), 0n));
}
