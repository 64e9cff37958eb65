import type { Usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";

//  live ──take──▶ taken
//    ├──release──▶ released
//    └──(time)───▶ expired

export const heldOfferStates = ["live", "taken", "released", "expired"] as const;
export type HeldOfferState = (typeof heldOfferStates)[number];

/** Long enough to decide, and too short to bet on the market with. */
const LONGEST_MINUTES = 15;

/** So many an account may hold at a time. */
export const MOST_HELD = 10;

export function readMinutes(minutes: number): number {
  if (minutes >= 1 && minutes <= LONGEST_MINUTES) return minutes;
  throw new InvalidInput("minutes", `An offer is held for 1 to ${LONGEST_MINUTES} minutes.`);
}

/** As it stands at this instant, also where nobody has yet written that its time ran out. */
export function stateAt(hold: { state: HeldOfferState; expiresAt: Date }, now: Date): HeldOfferState {
  return hold.state === "live" && hold.expiresAt <= now ? "expired" : hold.state;
}

export interface Prices {
  pricePerHour: Usd;
  diskPricePerGbMonth: Usd;
}

/** Whoever holds an offer pays what was frozen, or less where it has become cheaper. */
export function pricesToPay(frozen: Prices, asked: Prices): Prices {
  return {
    pricePerHour: lower(frozen.pricePerHour, asked.pricePerHour),
    diskPricePerGbMonth: lower(frozen.diskPricePerGbMonth, asked.diskPricePerGbMonth),
  };
}

function lower(a: Usd, b: Usd): Usd {
  return a < b ? a : b;
}
