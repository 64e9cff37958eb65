/**
 * A history as it was collected, made into one price for every hour from the first to the origin.
 *
 * A price holds until the next one, so a gap keeps the last price and an hour told twice keeps what was told last of it.
 * What cannot be a price is left out: nothing, less than nothing, no number, and a few hours at two hundred times what
 * stood around them. The order in which points come makes no difference.
 */
export interface PricePoint {
  /** Hours since 1970-01-01T00:00Z. A change within an hour has a fraction and counts from the next whole hour. */
  hour: number;
  price: number;
}

export interface HourlySeries {
  /** The hour of the first price. */
  start: number;
  prices: Float64Array;
  /** Hours of which something is known, and not only held from before. */
  known: number;
  notes: Note[];
}

export const noteKinds = [
  "gap",
  "duplicate",
  "order",
  "zero",
  "absurd",
  "future",
  "changes",
  "shift",
] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Every hour in which a price was seen, or only those in which it became another one. */
export type PointKind = "samples" | "changes";

/** What was strange about a history, and what was done about it. */
export interface Note {
  kind: NoteKind;
  count: number;
  text: string;
}

/** Prices further from their surroundings than this are slips: bids in the wildest auction rose a hundredfold. */
const ABSURD_RATIO = 200;
const SURROUNDINGS = 25;

/** Null where there is not one price. Points after the origin are not looked at. Of what kind they are is guessed if not said. */
export function makeHourlySeries(
  points: readonly PricePoint[],
  origin: number,
  kind?: PointKind,
): HourlySeries | null {
  const notes: Note[] = [];
  const tell = (kind: NoteKind, count: number, text: string) => {
    if (count > 0) notes.push({ kind, count, text });
  };
  const past = points.filter(({ hour }) => Number.isFinite(hour) && hour <= origin);
  tell("future", points.length - past.length, "Points after the origin were not used.");
  const priced = past.filter(({ price }) => Number.isFinite(price) && price > 0);
  tell("zero", past.length - priced.length, "Points without a price above zero were left out.");
  tell("order", countDisorder(priced), "Points were out of order and have been sorted.");
  const sorted = inOrder(priced);
  const single = lastOfEach(sorted);
  tell("duplicate", sorted.length - single.length, "Hours told more than once keep what was told last.");
  const sane = withoutAbsurd(single);
  tell("absurd", single.length - sane.length, "Prices far beyond those around them were left out.");
  const first = sane[0];
  const last = sane.at(-1);
  if (!first || !last) return null;

  const start = Math.ceil(first.hour);
  const end = Math.floor(origin);
  if (end < start) return null;
  const areChanges = kind ? kind === "changes" : lookLikeChanges(sane);
  const prices = new Float64Array(end - start + 1);
  let next = 0;
  let price = first.price;
  let known = 0;
  let gaps = 0;
  for (let at = 0; at < prices.length; at++) {
    let told = false;
    for (let point = sane[next]; point && point.hour <= start + at; point = sane[++next]) {
      price = point.price;
      told = true;
    }
    if (told || areChanges) known++;
    else gaps++;
    prices[at] = price;
  }
  if (areChanges) tell("changes", sane.length, "The points are changes, so each price holds until the next.");
  else tell("gap", gaps, "Hours without a point keep the price before them.");
  return { start, prices, known, notes };
}

function countDisorder(points: readonly PricePoint[]): number {
  let count = 0;
  for (let at = 1; at < points.length; at++) {
    if ((points[at]?.hour ?? 0) < (points[at - 1]?.hour ?? 0)) count++;
  }
  return count;
}

// Two prices of one instant are sorted too, so that the order of arrival decides nothing.
function inOrder(points: readonly PricePoint[]): PricePoint[] {
  return points.toSorted((a, b) => a.hour - b.hour || a.price - b.price);
}

function lastOfEach(sorted: readonly PricePoint[]): PricePoint[] {
  return sorted.filter((point, at) => {
    const after = sorted[at + 1];
    return !after || Math.ceil(after.hour) !== Math.ceil(point.hour);
  });
}

function withoutAbsurd(points: readonly PricePoint[]): PricePoint[] {
  if (points.length === 0) return [];
  let [lowest, highest] = [Infinity, 0];
  for (const { price } of points) {
    lowest = Math.min(lowest, price);
    highest = Math.max(highest, price);
  }
  if (highest < lowest * ABSURD_RATIO) return [...points];
  const reach = (SURROUNDINGS - 1) / 2;
  return points.filter(({ price }, at) => {
    const around = points.slice(Math.max(at - reach, 0), at + reach + 1).map((point) => point.price);
    const middle = around.toSorted((a, b) => a - b)[Math.floor(around.length / 2)] ?? price;
    return price < middle * ABSURD_RATIO && price > middle / ABSURD_RATIO;
  });
}

/** Samples repeat a price that stands; changes almost never do, and there are hours without any. */
function lookLikeChanges(points: readonly PricePoint[]): boolean {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return true;
  if (points.length > (last.hour - first.hour) / 2) return false;
  let repeated = 0;
  for (let at = 1; at < points.length; at++) if (points[at]?.price === points[at - 1]?.price) repeated++;
  return repeated <= (points.length - 1) * 0.05;
}
