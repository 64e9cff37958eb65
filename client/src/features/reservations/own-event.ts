import { toCents } from "#lib/money.ts";
import { clockTime, shortDay } from "#lib/time.ts";

/** Something of the reader's own calendar that needs a GPU, and what that would come to. */
export interface OwnEvent {
  id: string;
  title: string;
  startsAt: string;
  endsAt: string;
  /** At its time; null where nothing can be foretold. */
  expected: string | null;
  atPricesNow: string | null;
  cheaper: { startsAt: string; saving: string } | null;
}

/** As it stands in a calendar: what it would cost, then and at prices of now, and when less. */
export function sayOwn({ title, expected, atPricesNow, cheaper }: OwnEvent, zone: string): string {
  const costs = [
    expected === null ? null : `${toCents(expected)} then`,
    atPricesNow === null ? null : `${toCents(atPricesNow)} now`,
    cheaper
      ? `${toCents(cheaper.saving)} less from ${shortDay(cheaper.startsAt, zone)}, ${clockTime(cheaper.startsAt, zone)}`
      : null,
  ].filter((part) => part !== null);
  return costs.length > 0 ? `${title}: ${costs.join(", ")}` : title;
}
