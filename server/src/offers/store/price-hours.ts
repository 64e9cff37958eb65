import { and, asc, eq, gt, gte, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import type { Book, Market } from "../rules/listing-book.ts";
import type { Item, Point } from "../rules/price-basket.ts";
import { makePartitions } from "./price-partitions.ts";
import { listedHours, priceBaskets, priceClock, pricePoints, priceSeries } from "./price-tables.ts";

const ROWS_A_STATEMENT = 5_000;

/** The hour up to which points are made; whoever has read it here is alone until the transaction ends. */
export async function lockClock({ db }: Ctx): Promise<Date | null> {
  const [row] = await db.select().from(priceClock).for("update");
  if (!row) throw new Error("the table price_clock has no row");
  return row.closedUpTo;
}

/** The first hour after one in which any provider was listed, if it is over. */
export async function findNextHour({ db }: Ctx, after: Date | null, last: Date): Promise<Date | null> {
  const [row] = await db
    .select({ hour: listedHours.hour })
    .from(listedHours)
    .where(and(after ? gt(listedHours.hour, after) : undefined, lte(listedHours.hour, last)))
    .orderBy(asc(listedHours.hour))
    .limit(1);
  return row?.hour ?? null;
}

export async function moveClock({ db }: Ctx, hour: Date): Promise<void> {
  await db.update(priceClock).set({ closedUpTo: hour });
}

export interface Basket extends Market {
  book: Book;
  items: Item[];
}

// In the table it is arrays of arrays: there are tens of thousands of each.
const storedBook = z.array(z.tuple([z.string(), z.string(), z.int(), z.string(), z.number()]));
const storedItems = z.array(z.tuple([z.string(), z.string(), z.number(), z.number(), z.boolean()]));

export async function readBaskets({ db }: Ctx): Promise<Basket[]> {
  const rows = await db.select().from(priceBaskets);
  return rows.map(({ book, items, ...market }) => ({
    ...market,
    book: new Map(
      storedBook
        .parse(book)
        .map(([offerId, machineId, gpuCount, region, price]) => [
          offerId,
          { ...market, machineId, gpuCount, region, price: BigInt(price) },
        ]),
    ),
    items: storedItems
      .parse(items)
      .map(([key, region, price, weight, seen]) => ({ key, region, price, weight, seen })),
  }));
}

export async function writeBasket({ db }: Ctx, { book, items, ...market }: Basket): Promise<void> {
  const stored = {
    book: [...book].map(([offerId, entry]) => [
      offerId,
      entry.machineId,
      entry.gpuCount,
      entry.region,
      Number(entry.price),
    ]) satisfies z.infer<typeof storedBook>,
    items: items.map(({ key, region, price, weight, seen }) => [
      key,
      region,
      price,
      weight,
      seen,
    ]) satisfies z.infer<typeof storedItems>,
  };
  await db
    .insert(priceBaskets)
    .values({ ...market, ...stored })
    .onConflictDoUpdate({
      target: [priceBaskets.providerId, priceBaskets.gpuModel, priceBaskets.gpuSocket, priceBaskets.kind],
      set: stored,
    });
}

export type SeriesKey = Pick<
  typeof priceSeries.$inferSelect,
  "providerId" | "gpuModel" | "gpuSocket" | "region" | "kind"
>;

export type NewPoint = SeriesKey & Point & { hour: Date };

/** Which point stands where two tell of one hour: what Berth saw, then what the provider says, then the imported. */
export async function writePoints(
  ctx: Ctx,
  points: readonly NewPoint[],
  source: "observed" | "provider" | "imported",
): Promise<void> {
  const hours = points.map(({ hour }) => hour.getTime());
  if (hours.length === 0) return;
  const [first, last] = hours.reduce(([a, b], hour) => [Math.min(a, hour), Math.max(b, hour)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  await makePartitions(ctx, "price_points", new Date(first), new Date(last));
  for (let at = 0; at < points.length; at += ROWS_A_STATEMENT) {
    const part = points.slice(at, at + ROWS_A_STATEMENT);
    const numbers = await makeSeries(ctx, part);
    const rows = part.map((point) => toRow(point, numbers));
    await ctx.db.execute(sql`
      insert into price_points as known (series, hour, low, median, high, count, source)
      select series, hour, low, median, high, count, ${source}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as point (series integer, hour timestamptz, low bigint,
        median bigint, high bigint, count integer)
      on conflict (series, hour) do update
      set low = excluded.low, median = excluded.median, high = excluded.high, count = excluded.count,
        source = excluded.source
      where array_position(array['imported', 'provider', 'observed'], known.source)
        <= array_position(array['imported', 'provider', 'observed'], excluded.source)
        and (known.low, known.median, known.high, known.count, known.source)
          is distinct from (excluded.low, excluded.median, excluded.high, excluded.count, excluded.source)`);
  }
}

/** The numbers of these series, those made that were not there yet. */
async function makeSeries(ctx: Ctx, keys: readonly SeriesKey[]): Promise<Map<string, number>> {
  const distinct = new Map(keys.map((key) => [nameOf(key), key]));
  const rows = [...distinct].map(([name, key]) => ({ ...toSeriesRow(key), name, id: ctx.newId("ser") }));
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as wanted (name text, id text, provider_id text,
    gpu_model text, gpu_socket text, region text, kind text)`;
  const isWanted = sql`s.provider_id = wanted.provider_id and s.gpu_model = wanted.gpu_model and s.kind = wanted.kind
    and s.gpu_socket is not distinct from wanted.gpu_socket and s.region is not distinct from wanted.region`;
  // Only what is missing, so that numbers are not used up by series that are there.
  await ctx.db.execute(sql`
    insert into price_series (id, provider_id, gpu_model, gpu_socket, region, kind)
    select id, provider_id, gpu_model, gpu_socket, region, kind from ${wanted}
    where not exists (select from price_series s where ${isWanted})
    on conflict do nothing`);
  const found = await ctx.db.execute<{ name: string; number: number }>(
    sql`select wanted.name, s.number from ${wanted} join price_series s on ${isWanted}`,
  );
  return new Map(found.map(({ name, number }) => [name, number]));
}

function nameOf({ providerId, gpuModel, gpuSocket, region, kind }: SeriesKey): string {
  return JSON.stringify([providerId, gpuModel, gpuSocket, region, kind]);
}

function toSeriesRow({ providerId, gpuModel, gpuSocket, region, kind }: SeriesKey) {
  return { provider_id: providerId, gpu_model: gpuModel, gpu_socket: gpuSocket, region, kind };
}

function toRow(point: NewPoint, numbers: ReadonlyMap<string, number>) {
  return {
    series: numbers.get(nameOf(point)),
    hour: point.hour.toISOString(),
    low: point.low.toString(),
    median: point.median.toString(),
    high: point.high.toString(),
    count: point.count,
  };
}

/** The last hour that a provider told its own figures of, not looking further back than that. */
export async function findLastTold({ db }: Ctx, providerId: string, since: Date): Promise<Date | null> {
  const [row] = await db
    .select({ hour: sql<Date | null>`max(${pricePoints.hour})`.mapWith(pricePoints.hour) })
    .from(priceSeries)
    .innerJoin(pricePoints, eq(pricePoints.series, priceSeries.number))
    .where(
      and(
        eq(priceSeries.providerId, providerId),
        inArray(priceSeries.kind, ["rented", "available"]),
        eq(pricePoints.source, "provider"),
        gte(pricePoints.hour, since),
      ),
    );
  return row?.hour ?? null;
}

/** Hours that no point will be made of any more. */
export async function forgetListedHours({ db }: Ctx, before: Date): Promise<void> {
  await db.delete(listedHours).where(sql`${listedHours.hour} < ${before.toISOString()}::timestamptz`);
}
