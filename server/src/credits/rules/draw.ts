import type { Usd } from "../../values/money.ts";
import type { Part } from "./books.ts";

// From which lots value is taken, and to which it goes back. Both are one order, walked in opposite
// directions: what was taken last, and would have lasted longest, is the first to come back. So
// taking ten and giving four back is the same as taking six.

/** Takes an amount from the first parts that have it. Null when all of them together have less. */
export function take(parts: readonly Part[], amount: Usd): Part[] | null {
  const taken: Part[] = [];
  let left = amount;
  for (const part of parts) {
    if (left === 0n) break;
    const some = part.amount < left ? part.amount : left;
    if (some > 0n) taken.push({ lotId: part.lotId, amount: some });
    left -= some;
  }
  return left === 0n ? taken : null;
}

/** As `take`, from the other end. */
export function takeBack(parts: readonly Part[], amount: Usd): Part[] | null {
  return take(parts.toReversed(), amount);
}
