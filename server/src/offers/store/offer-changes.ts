import { and, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { hourAfter, hourOf } from "../../values/hour.ts";
import type { OfferChange } from "../rules/offer-changes.ts";
import { makePartitions } from "./price-partitions.ts";
import { listedHours, offerChanges } from "./price-tables.ts";

const ROWS_A_STATEMENT = 10_000;

/** Notes that a provider's list was read, and what it changed. Called in the poll's own transaction. */
export async function noteChanges(
  ctx: Ctx,
  providerId: string,
  changes: readonly OfferChange[],
): Promise<void> {
  const at = ctx.now();
  await ctx.db
    .insert(listedHours)
    .values({ hour: hourOf(at), providerId })
    .onConflictDoNothing();
  if (changes.length === 0) return;
  await makePartitions(ctx, "offer_changes", at, at);
  for (let first = 0; first < changes.length; first += ROWS_A_STATEMENT) {
    const rows = changes.slice(first, first + ROWS_A_STATEMENT).map(toRow);
    await ctx.db.execute(sql`
      insert into offer_changes
        (at, offer_id, what, price, provider_id, machine_id, gpu_model, gpu_socket, gpu_count, region, kind)
      select ${at.toISOString()}::timestamptz, offer_id, what, price, provider_id, machine_id, gpu_model, gpu_socket,
        gpu_count, region, kind
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as change (offer_id text, what text, price bigint,
        provider_id text, machine_id text, gpu_model text, gpu_socket text, gpu_count integer, region text, kind text)`);
  }
}

function toRow(change: OfferChange): Record<string, unknown> {
  const row = { offer_id: change.offerId, what: change.what };
  if (change.what === "withdrawn") return row;
  const priced = { ...row, price: change.price.toString() };
  if (change.what === "priced") return priced;
  return {
    ...priced,
    provider_id: change.providerId,
    machine_id: change.machineId,
    gpu_model: change.gpuModel,
    gpu_socket: change.gpuSocket,
    gpu_count: change.gpuCount,
    region: change.region,
    kind: change.kind,
  };
}

/** What changed in an hour, in the order in which it did. */
export async function readChanges({ db }: Ctx, hour: Date): Promise<OfferChange[]> {
  const rows = await db
    .select()
    .from(offerChanges)
    .where(and(gte(offerChanges.at, hour), lt(offerChanges.at, hourAfter(hour))))
    .orderBy(asc(offerChanges.at), asc(offerChanges.id));
  return rows.map(toChange);
}

export interface PriceChangeRow {
  offerId: string;
  at: Date;
  what: OfferChange["what"];
  price: bigint | null;
}

/** What changed of each of these offers, the newest first, so many of each. */
export async function readChangesOf(
  { db }: Ctx,
  offerIds: readonly string[],
  most: number,
): Promise<PriceChangeRow[]> {
  const ranked = db
    .select({
      offerId: offerChanges.offerId,
      at: offerChanges.at,
      what: offerChanges.what,
      price: offerChanges.price,
      rank: sql<number>`row_number() over (partition by ${offerChanges.offerId}
        order by ${offerChanges.at} desc, ${offerChanges.id} desc)`.as("rank"),
    })
    .from(offerChanges)
    .where(inArray(offerChanges.offerId, [...offerIds]))
    .as("ranked");
  return db
    .select({ offerId: ranked.offerId, at: ranked.at, what: ranked.what, price: ranked.price })
    .from(ranked)
    .where(sql`${ranked.rank} <= ${most}`)
    .orderBy(desc(ranked.at));
}

function toChange(row: typeof offerChanges.$inferSelect): OfferChange {
  const { offerId, what, price } = row;
  if (what === "withdrawn") return { offerId, what };
  if (price === null) throw new Error("a change of price without a price");
  if (what === "priced") return { offerId, what, price };
  const { providerId, machineId, gpuModel, gpuSocket, gpuCount, region, kind } = row;
  // The table's own constraint makes it so; only the types do not know.
  if (providerId === null || machineId === null || gpuModel === null || gpuCount === null)
    throw new Error("an offer was listed without a machine");
  if (region === null || kind === null) throw new Error("an offer was listed without a market");
  return { offerId, what, price, providerId, machineId, gpuModel, gpuSocket, gpuCount, region, kind };
}

/** Which providers could be listed in an hour. */
export async function readListedIn({ db }: Ctx, hour: Date): Promise<Set<string>> {
  const rows = await db
    .select({ providerId: listedHours.providerId })
    .from(listedHours)
    .where(eq(listedHours.hour, hour));
  return new Set(rows.map(({ providerId }) => providerId));
}
