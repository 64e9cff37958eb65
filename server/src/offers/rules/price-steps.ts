import { HOUR_MS } from "../../values/hour.ts";
import { InvalidInput, Refusal } from "../../values/refusal.ts";

export const priceSteps = ["hour", "day", "week"] as const;
export type PriceStep = (typeof priceSteps)[number];

const stepMs: Record<PriceStep, number> = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS };

/** The first Monday of all, as weeks are counted from. */
const MONDAY = Date.parse("1970-01-05T00:00:00Z");

/** Before there were GPUs to rent, and after anybody plans for. */
const [EARLIEST, LATEST] = [new Date("2010-01-01T00:00:00Z"), new Date("2100-01-01T00:00:00Z")];

/** So many points one answer may have, of all its series together. */
export const MOST_POINTS = 10_000;

export class TooManyPoints extends Refusal {
  readonly type = "TooManyPoints";
  readonly asked: number;
  readonly most = MOST_POINTS;
  constructor(asked: number) {
    super(
      `That is ${asked} points, and one answer has at most ${MOST_POINTS}. Take a longer step, a shorter time or fewer series.`,
    );
    this.asked = asked;
  }
}

/** The steps of a time in UTC, whole ones: the first holds `from`, the last what is before `to`. Weeks begin on Monday. */
export function stepsBetween(from: Date, to: Date, step: PriceStep): Date[] {
  const [first, last] = edges(from, to, step);
  const count = Math.round((last - first) / stepMs[step]);
  if (count > MOST_POINTS) throw new TooManyPoints(count);
  return Array.from({ length: count }, (_, at) => new Date(first + at * stepMs[step]));
}

export function stepAfter(start: Date, step: PriceStep): Date {
  return new Date(start.getTime() + stepMs[step]);
}

function edges(from: Date, to: Date, step: PriceStep): [number, number] {
  if (from < EARLIEST || from > LATEST) throw new InvalidInput("from", "History is of 2010 to 2100.");
  if (to < EARLIEST || to > LATEST) throw new InvalidInput("to", "History is of 2010 to 2100.");
  if (from >= to) throw new InvalidInput("to", "The end is after the beginning.");
  const ms = stepMs[step];
  const origin = step === "week" ? MONDAY : 0;
  const first = Math.floor((from.getTime() - origin) / ms) * ms + origin;
  const last = Math.ceil((to.getTime() - origin) / ms) * ms + origin;
  return [first, last];
}
