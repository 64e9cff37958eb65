import type { KnownOffer } from "./compare-listing.ts";

// A list can come whole and be wrong all the same: one of two searches answers nothing, a price is told in another form
// from today on. What it shows is as good as ever; that all the rest is gone is not to be taken from it.

/** Of so few, most can be rented between one list and the next. */
const HANDFUL = 5;
/** Odd rows are offers that nobody could read, one in so many at most; which ones, they do not say. */
const ROWS_FOR_AN_ODD_ONE = 10;

/** Whether it is likelier that the list has a gap than that what it does not show is gone. */
export function showsTooLittle(
  known: ReadonlyMap<string, KnownOffer>,
  shown: ReadonlySet<string>,
  odd: number,
): boolean {
  if (shown.size === 0 || odd * ROWS_FOR_AN_ODD_ONE > shown.size) return true;
  // The verified are asked for apart from the others, and a bid is read from a field of its own: either can be
  // missing alone, and be less than half of the whole.
  const parts = new Map<string, { listed: number; gone: number }>();
  for (const [key, { state, kind, verified }] of known) {
    if (state === "withdrawn") continue;
    const name = `${kind} ${verified}`;
    const part = parts.get(name) ?? { listed: 0, gone: 0 };
    parts.set(name, part);
    part.listed += 1;
    if (!shown.has(key)) part.gone += 1;
  }
  return [...parts.values()].some(({ listed, gone }) => listed > HANDFUL && gone * 2 > listed);
}
