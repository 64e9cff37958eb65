import { and, eq, type SQL } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { divideRounded } from "../../values/money.ts";
import type { Cloud } from "../rules/clouds.ts";
import { machinesOf } from "../rules/machines.ts";
import type { FilePrice } from "../rules/price-files.ts";
import { referencePrices } from "./tables.ts";

export interface Kept {
  added: number;
  /** Known before, and read again. */
  known: number;
}

type Row = typeof referencePrices.$inferSelect;

/**
 * Within a transaction: prices in the order in which they begin. One that is as it was before goes on; one that differs ends
 * what was before it; and what a file says of a day that is known stands in its place. Where it says until when, it says it
 * of every day until then, and of none after.
 */
export async function keepPrices(
  ctx: Ctx,
  cloud: Cloud,
  prices: readonly FilePrice[],
  source: string,
): Promise<Kept> {
  const rows = await ctx.db
    .select()
    .from(referencePrices)
    .where(eq(referencePrices.cloud, cloud))
    .for("update");
  const series = new Map<string, Row[]>();
  for (const row of rows) series.set(keyOf(row), [...(series.get(keyOf(row)) ?? []), row]);
  const read = { source, readOn: ctx.now().toISOString().slice(0, 10) };
  const kept: Kept = { added: 0, known: 0 };
  // What this file says has no end: it goes on after a price that has one.
  const open = new Set<Row>();
  for (const price of prices) {
    const own = series.get(keyOf(price)) ?? [];
    series.set(keyOf(price), own);
    const row = rowOf(cloud, price, read);
    const isNew = price.until
      ? await keepSpan(ctx, own, { ...row, until: price.until }, open)
      : await keepOpen(ctx, own, row, open);
    kept[isNew ? "added" : "known"] += 1;
  }
  return kept;
}

function rowOf(cloud: Cloud, price: FilePrice, read: Pick<Row, "source" | "readOn">): Row {
  const machine = machinesOf(cloud)[price.sku];
  if (!machine) throw new Error(`${price.sku} is no machine of ${cloud}`);
  const { gpus: gpusInNode, ...card } = machine;
  return {
    cloud,
    ...price,
    gpuModel: card.gpuModel,
    gpuSocket: card.gpuSocket,
    vramGb: card.vramGb,
    gpusInNode,
    pricePerGpuHour: divideRounded(price.pricePerNodeHour, BigInt(gpusInNode)),
    until: price.until ?? null,
    ...read,
  };
}

/** From its beginning until the next that is known; false where it was so before. */
async function keepOpen(ctx: Ctx, own: Row[], row: Row, open: Set<Row>): Promise<boolean> {
  const { source, readOn } = row;
  const before = own
    .filter(({ from }) => from <= row.from)
    .toSorted(byFrom)
    .at(-1);
  const until = own.filter(({ from }) => from > row.from).toSorted(byFrom)[0]?.from ?? null;
  const holds = before && (before.until === null || before.until > row.from);
  const isKnown = holds && before.pricePerNodeHour === row.pricePerNodeHour;
  if (before && (isKnown || before.from.getTime() === row.from.getTime())) {
    await change(ctx, before, isKnown ? { source, readOn, until } : { ...row, until });
    open.add(before);
    return !isKnown;
  }
  if (before && holds) await change(ctx, before, { until: row.from });
  open.add(await add(ctx, own, { ...row, until }));
  return true;
}

/** In the place of whatever is known of its time; false where that says the same. */
async function keepSpan(ctx: Ctx, own: Row[], row: Row & { until: Date }, open: Set<Row>): Promise<boolean> {
  const { source, readOn, from, until } = row;
  const known = own.filter((one) => one.from < until && (one.until === null || one.until > from));
  const same = known.find(
    (one) =>
      one.from.getTime() === from.getTime() &&
      one.until?.getTime() === until.getTime() &&
      one.pricePerNodeHour === row.pricePerNodeHour,
  );
  if (same) {
    await change(ctx, same, { source, readOn });
    return false;
  }
  for (const one of known) {
    await remove(ctx, own, one);
    if (one.from < from) await add(ctx, own, { ...one, until: from });
    if (one.until ? one.until > until : open.has(one)) {
      const rest = await add(ctx, own, { ...one, from: until });
      if (open.has(one)) open.add(rest);
    }
  }
  await add(ctx, own, row);
  return true;
}

const keyOf = ({ sku, region, pricing }: Pick<Row, "sku" | "region" | "pricing">) =>
  JSON.stringify([sku, region, pricing]);
const byFrom = (a: Row, b: Row) => a.from.getTime() - b.from.getTime();

async function add(ctx: Ctx, own: Row[], row: Row): Promise<Row> {
  await ctx.db.insert(referencePrices).values(row);
  own.push(row);
  return row;
}

async function change(ctx: Ctx, row: Row, to: Partial<Row>): Promise<void> {
  await ctx.db.update(referencePrices).set(to).where(is(row));
  Object.assign(row, to);
}

async function remove(ctx: Ctx, own: Row[], row: Row): Promise<void> {
  await ctx.db.delete(referencePrices).where(is(row));
  own.splice(own.indexOf(row), 1);
}

function is({ cloud, sku, region, pricing, from }: Row): SQL | undefined {
  return and(
    eq(referencePrices.cloud, cloud),
    eq(referencePrices.sku, sku),
    eq(referencePrices.region, region),
    eq(referencePrices.pricing, pricing),
    eq(referencePrices.from, from),
  );
}
