import type { Usd } from "../../values/money.ts";

/** What was agreed on for an hour of a machine, and of its disk. */
export interface Agreed {
  listedPerHour: Usd | null;
  diskPricePerHour: Usd | null;
}

/** What its provider charges for an hour of the machine, and of both together: not everyone tells both. */
export interface Charged {
  pricePerHour: Usd | null;
  allInPerHour: Usd | null;
}

/** Whether it is more than was agreed on. Of what nobody knows it is not said. */
export function isDearer({ listedPerHour, diskPricePerHour }: Agreed, charged: Charged): boolean {
  if (listedPerHour === null) return false;
  if (charged.pricePerHour !== null) return isMore(charged.pricePerHour, listedPerHour);
  if (charged.allInPerHour === null || diskPricePerHour === null) return false;
  return isMore(charged.allInPerHour, listedPerHour + diskPricePerHour);
}

/** Half a percent is the provider's rounding. */
function isMore(charged: Usd, agreed: Usd): boolean {
  return charged * 1_000n > agreed * 1_005n;
}
