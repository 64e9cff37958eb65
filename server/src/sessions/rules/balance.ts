import { type Usd, usd } from "../../values/money.ts";

/** Under it whoever runs Berth is told, once; and again only after there was clearly more. */
export const LOW_BALANCE = usd(5);
const ENOUGH_AGAIN = usd(6);

export function isLow(balance: Usd, wasLow: boolean): boolean {
  return balance < (wasLow ? ENOUGH_AGAIN : LOW_BALANCE);
}
