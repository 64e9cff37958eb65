import { and, asc, eq, gt, inArray, lt, notExists } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { priceWatches } from "./price-tables.ts";
import { heldOffers, offers } from "./tables.ts";

/** Offers that were shown last before then and that nothing of the market names, by their ids. */
export async function listForgettable(
  { db }: Ctx,
  { before, after, limit }: { before: Date; after: string; limit: number },
): Promise<string[]> {
  const held = db.select().from(heldOffers).where(eq(heldOffers.offerId, offers.id));
  const watched = db.select().from(priceWatches).where(eq(priceWatches.firedOfferId, offers.id));
  const rows = await db
    .select({ id: offers.id })
    .from(offers)
    .where(
      and(
        eq(offers.state, "withdrawn"),
        lt(offers.observedAt, before),
        gt(offers.id, after),
        notExists(held),
        notExists(watched),
      ),
    )
    .orderBy(asc(offers.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

export async function deleteOffers({ db }: Ctx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const gone = await db
    .delete(offers)
    .where(inArray(offers.id, [...ids]))
    .returning({ id: offers.id });
  return gone.length;
}
