import { and, eq } from "drizzle-orm";
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
 * what was before it; and what a file says of a day that is known stands in its place.
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
  const readOn = ctx.now().toISOString().slice(0, 10);
  const kept: Kept = { added: 0, known: 0 };
  for (const price of prices) {
    const own = series.get(keyOf(price)) ?? [];
    series.set(keyOf(price), own);
    const before = own
      .filter(({ from }) => from <= price.from)
      .toSorted(byFrom)
      .at(-1);
    const after = own.filter(({ from }) => from > price.from).toSorted(byFrom)[0];
    const holds = before && (before.until === null || before.until > price.from);
    if (before && holds && before.pricePerNodeHour === price.pricePerNodeHour) {
      await change(ctx, before, { source, readOn });
      kept.known += 1;
      continue;
    }
    const machine = machinesOf(cloud)[price.sku];
    if (!machine) throw new Error(`${price.sku} is no machine of ${cloud}`);
    const { gpus: gpusInNode, ...card } = machine;
    const row: Row = {
      cloud,
      ...price,
      gpuModel: card.gpuModel,
      gpuSocket: card.gpuSocket,
      vramGb: card.vramGb,
      gpusInNode,
      pricePerGpuHour: divideRounded(price.pricePerNodeHour, BigInt(gpusInNode)),
      until: after?.from ?? null,
      source,
      readOn,
    };
    kept.added += 1;
    if (before?.from.getTime() === price.from.getTime()) {
      await change(ctx, before, row);
      continue;
    }
    if (before && holds) await change(ctx, before, { until: price.from });
    await ctx.db.insert(referencePrices).values(row);
    own.push(row);
  }
  return kept;
}

const keyOf = ({ sku, region, pricing }: Pick<Row, "sku" | "region" | "pricing">) =>
  JSON.stringify([sku, region, pricing]);
const byFrom = (a: Row, b: Row) => a.from.getTime() - b.from.getTime();

async function change(ctx: Ctx, row: Row, to: Partial<Row>): Promise<void> {
  const { cloud, sku, region, pricing, from } = row;
  await ctx.db
    .update(referencePrices)
    .set(to)
    .where(
      and(
        eq(referencePrices.cloud, cloud),
        eq(referencePrices.sku, sku),
        eq(referencePrices.region, region),
        eq(referencePrices.pricing, pricing),
        eq(referencePrices.from, from),
      ),
    );
  Object.assign(row, to);
}
