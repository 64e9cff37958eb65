import { divideRounded, type Usd } from "../../values/money.ts";

// What will be spent by a period's end. What is certain is counted as it is: what was spent, what runs to the end it
// has, what is booked to begin in the period, and what standing orders will take. Beyond what runs, it goes on as the
// last seven days went, so that a budget is not thought to be kept because it is night.

/** What is known of the rest of a period when it is looked at. */
export interface Ahead {
  spent: Usd;
  /** What runs now and what standing orders wait for, to their ends or the period's. */
  running: Usd;
  /** Reservations that begin in the period, and are paid for then. */
  booked: Usd;
  /** What sessions were charged in the last days, and in how long. */
  lately: Usd;
  latelyMs: number;
}

export interface Forecast {
  amount: Usd;
  running: Usd;
  booked: Usd;
  /** Beyond what runs and is booked. */
  asUsual: Usd;
}

/** A pace that was seen for less than a day says what somebody tried, and not how things go. */
const PACE_NEEDS_MS = 24 * 3_600_000;

export function forecastOf(ahead: Ahead, leftMs: number): Forecast {
  const { spent, running, booked, lately, latelyMs } = ahead;
  const usual =
    latelyMs < PACE_NEEDS_MS || lately <= 0n
      ? 0n
      : divideRounded(lately * BigInt(Math.max(0, leftMs)), BigInt(latelyMs));
  const asUsual = usual > running ? usual - running : 0n;
  return { amount: spent + running + booked + asUsual, running, booked, asUsual };
}
