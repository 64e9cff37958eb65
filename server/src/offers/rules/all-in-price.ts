import { divideRounded, type Usd } from "../../values/money.ts";

/** A month of storage is thirty days of twenty-four hours, which is how providers divide it. */
const HOURS_A_MONTH = 720n;

/** Everything an hour costs, with a disk of this size. */
export function allInPricePerHour(
  offer: { pricePerHour: Usd; diskPricePerGbMonth: Usd },
  diskGb: number,
): Usd {
  return offer.pricePerHour + divideRounded(offer.diskPricePerGbMonth * BigInt(diskGb), HOURS_A_MONTH);
}
