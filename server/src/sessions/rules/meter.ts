import { divideRounded, type Usd } from "../../values/money.ts";

// What a session costs, at any instant. A provider bills by what a machine does: all of it while it
// runs, its disk while it is stopped, nothing while it loads. Those stretches, each with its price,
// are all there is to know, and one function makes the cost of them: the ticking figure, the entries
// of the ledger and the final price all come from it, so they cannot differ.
//
// The cost of a stretch is its price times its milliseconds, rounded once. An entry is the cost up to
// its end less the cost up to its beginning, so that entries add up to the whole exactly, wherever
// they are cut.

export interface Stretch {
  from: Date;
  /** Null while it lasts. */
  until: Date | null;
  pricePerHour: Usd;
}

const HOUR_MS = 3_600_000n;

/** What was spent up to an instant. */
export function costAt(stretches: readonly Stretch[], at: Date): Usd {
  let total = 0n;
  for (const { from, until, pricePerHour } of stretches) {
    const end = until !== null && until < at ? until : at;
    const ms = end.getTime() - from.getTime();
    if (ms > 0) total += divideRounded(pricePerHour * BigInt(ms), HOUR_MS);
  }
  return total;
}

/** What a whole number of hours costs at most. */
export function costOf(pricePerHour: Usd, ms: number): Usd {
  return ms <= 0 ? 0n : divideRounded(pricePerHour * BigInt(ms), HOUR_MS);
}
