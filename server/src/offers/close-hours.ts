import { type Ctx, inTransaction } from "../platform/context.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { type Book, followChanges, marketKey } from "./rules/listing-book.ts";
import { type Item, nextBasket, pointOf } from "./rules/price-basket.ts";
import { readChanges, readListedIn } from "./store/offer-changes.ts";
import {
  type Basket,
  findNextHour,
  lockClock,
  moveClock,
  type NewPoint,
  readBaskets,
  writeBasket,
  writePoints,
} from "./store/price-hours.ts";
import { raiseMarketRevision } from "./store/poll.ts";

// A poll that began within the hour may commit a little after it; by then it has.
const SETTLED_AFTER_MS = 3 * 60 * 1000;

/**
 * Makes the price points of every hour that is over and has none yet, from what changed in it. Whoever comes late, or
 * second, or beside another finds the same hours to close or none: each is closed in one transaction, in order, from
 * the basket of the one before.
 */
export async function closeHours(ctx: Ctx): Promise<number> {
  const last = new Date(hourOf(new Date(ctx.now().getTime() - SETTLED_AFTER_MS)).getTime() - HOUR_MS);
  let closed = 0;
  while (await inTransaction(ctx, (ctx) => closeNextHour(ctx, last))) closed += 1;
  return closed;
}

async function closeNextHour(ctx: Ctx, last: Date): Promise<boolean> {
  const hour = await findNextHour(ctx, await lockClock(ctx), last);
  if (!hour) return false;
  const listed = await readListedIn(ctx, hour);
  const baskets = new Map((await readBaskets(ctx)).map((basket) => [marketKey(basket), basket]));
  const book: Book = new Map([...baskets.values()].flatMap((basket) => [...basket.book]));
  const sightings = followChanges(book, await readChanges(ctx, hour));

  const books = Map.groupBy(book, ([, entry]) => marketKey(entry));
  const points: NewPoint[] = [];
  for (const key of new Set([...baskets.keys(), ...books.keys(), ...sightings.keys()])) {
    const basket = baskets.get(key) ?? emptyBasket(key);
    if (!listed.has(basket.providerId)) continue;
    const items = nextBasket(basket.items, sightings.get(key) ?? []);
    await writeBasket(ctx, { ...basket, book: new Map(books.get(key) ?? []), items });
    points.push(...pointsOf(basket, items, hour));
  }
  await writePoints(ctx, points, "observed");
  await moveClock(ctx, hour);
  await raiseMarketRevision(ctx);
  return true;
}

/** One of the whole market, and one of each region in it. */
function pointsOf({ book: _book, items: _items, ...market }: Basket, items: Item[], hour: Date): NewPoint[] {
  const regions = Map.groupBy(items, ({ region }) => region);
  return [[null, items] as const, ...regions].flatMap(([region, items]) => {
    const point = pointOf(items);
    return point ? [{ ...market, region, hour, ...point }] : [];
  });
}

function emptyBasket(key: string): Basket {
  const [providerId, gpuModel, gpuSocket, kind] = JSON.parse(key) as [
    string,
    string,
    string | null,
    Basket["kind"],
  ];
  return { providerId, gpuModel, gpuSocket, kind, book: new Map(), items: [] };
}
