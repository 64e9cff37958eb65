import { type Usd, usd } from "../../values/money.ts";

// Burn that no schedule explains. What is booked ahead and what standing orders began is explained by that; what is
// left of the last hour is held against the hours of the last seven days. It is unusual where it is three times what
// nineteen of twenty of them stayed below, and by more than a dollar: a team that tries something at night is no alarm.

/** As much as must be known before anything can be unusual. */
const HOURS_NEEDED = 72;
const TIMES = 3n;
const LEAST_MORE: Usd = usd(1);

export interface Burn {
  lastHour: Usd;
  /** Of the full hours before that, those with nothing too. */
  hours: readonly Usd[];
  /** The ledger does not yet have what the last minutes cost, or has it twice over in one entry that is late. */
  isLate: boolean;
}

/** What was usual at most, where the last hour is not; null where it is, or nothing can be said. */
export function usualBeside({ lastHour, hours, isLate }: Burn): Usd | null {
  if (isLate || hours.length < HOURS_NEEDED) return null;
  const sorted = hours.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const most = sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0n;
  return lastHour > most * TIMES && lastHour - most > LEAST_MORE ? most : null;
}
