import { type Usd, usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";

const LEAST = usd(5);
const MOST = usd(10_000);
const CENT = 10_000n;

/** Cards are charged in cents, and not for less than charging them costs. */
export function readTopUp(amount: Usd): Usd {
  if (amount >= LEAST && amount <= MOST && amount % CENT === 0n) return amount;
  throw new InvalidInput("amount", "Pay in whole cents, between $5 and $10,000 at once.");
}
