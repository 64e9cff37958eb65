// Money is whole micro-dollars in a bigint. A float never touches it: prices that arrive as
// decimal text are parsed digit by digit, and every division says how it rounds.

export type Usd = bigint;

const MICROS = 1_000_000n;

/** Dollars as written in code: `usd(2)` is two dollars. */
export function usd(wholeDollars: number): Usd {
  return BigInt(wholeDollars) * MICROS;
}

const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d+))?$/;

/** Reads "2.1" or "2.100000". More than six places are refused rather than rounded away. */
export function parseUsd(text: string): Usd {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`not an amount of dollars: ${JSON.stringify(text.slice(0, 40))}`);
  const [, sign, whole = "0", fraction = ""] = match;
  if (fraction.length > 6) throw new RangeError("an amount of dollars has at most six places");
  const micros = BigInt(whole) * MICROS + BigInt(fraction.padEnd(6, "0"));
  return sign ? -micros : micros;
}

/** Providers send prices as JSON numbers; the nearest micro-dollar is the price. */
export function usdFromNumber(dollars: number): Usd {
  if (!Number.isFinite(dollars) || Math.abs(dollars) > 1e9) {
    throw new RangeError(`not an amount of dollars: ${dollars}`);
  }
  return BigInt(Math.round(dollars * 1e6));
}

/** "2.100000": six places always, so that texts of equal amounts are equal. */
export function formatUsd(amount: Usd): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(7, "0");
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** "$9,338.88", "$0.0012": exact, for a person; at least two places, and no more than needed. */
export function sayUsd(amount: Usd): string {
  const [whole = "", places = ""] = formatUsd(amount < 0n ? -amount : amount).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0n ? "-" : ""}$${grouped}.${places.replace(/0{1,4}$/, "")}`;
}

/** Divides to the nearest whole, halves to the even neighbour, so that many roundings do not drift. */
export function divideRounded(amount: bigint, by: bigint): bigint {
  if (by <= 0n) throw new RangeError("the divisor is positive");
  const quotient = amount / by;
  const rest = amount % by;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = twice > by || (twice === by && quotient % 2n !== 0n);
  if (!away) return quotient;
  return amount < 0n ? quotient - 1n : quotient + 1n;
}

export function percentOf(amount: Usd, percent: number): Usd {
  return divideRounded(amount * BigInt(percent), 100n);
}
