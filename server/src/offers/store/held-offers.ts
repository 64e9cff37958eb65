import { and, asc, count, eq, gt, lte, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { HeldOfferState } from "../rules/held-offer.ts";
import { heldOffers } from "./tables.ts";

const columns = {
  id: heldOffers.id,
  accountId: heldOffers.accountId,
  offerId: heldOffers.offerId,
  pricePerHour: heldOffers.pricePerHour,
  diskPricePerGbMonth: heldOffers.diskPricePerGbMonth,
  state: heldOffers.state,
  heldAt: heldOffers.heldAt,
  expiresAt: heldOffers.expiresAt,
  endedAt: heldOffers.endedAt,
};

/** What is known of a hold; the hash of its token stays in the table. */
export type HeldOfferRow = Omit<typeof heldOffers.$inferSelect, "tokenHash">;

/** Holds of one account are counted and made one after the other. */
export async function lockHolding({ db }: Ctx, accountId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`held offers of ${accountId}`}, 0))`);
}

export async function countLive({ db, now }: Ctx, accountId: string): Promise<number> {
  const [row] = await db.select({ count: count() }).from(heldOffers).where(isLive(accountId, now()));
  return row?.count ?? 0;
}

export async function listLive({ db, now }: Ctx, accountId: string): Promise<HeldOfferRow[]> {
  return db
    .select(columns)
    .from(heldOffers)
    .where(isLive(accountId, now()))
    .orderBy(asc(heldOffers.expiresAt), asc(heldOffers.id));
}

function isLive(accountId: string, now: Date) {
  return and(
    eq(heldOffers.accountId, accountId),
    eq(heldOffers.state, "live"),
    gt(heldOffers.expiresAt, now),
  );
}

export async function insertHeldOffer(
  { db }: Ctx,
  row: typeof heldOffers.$inferInsert,
): Promise<HeldOfferRow> {
  const [inserted] = await db.insert(heldOffers).values(row).returning(columns);
  if (!inserted) throw new Error("a hold was not written");
  return inserted;
}

/** Of this account, by its id or by the hash of its token; nobody else changes it until the transaction ends. */
export async function findHeldOffer(
  { db }: Ctx,
  accountId: string,
  by: { id: string } | { tokenHash: string },
): Promise<HeldOfferRow | undefined> {
  const which = "id" in by ? eq(heldOffers.id, by.id) : eq(heldOffers.tokenHash, by.tokenHash);
  const [found] = await db
    .select(columns)
    .from(heldOffers)
    .where(and(which, eq(heldOffers.accountId, accountId)))
    .for("update");
  return found;
}

/** Undefined when it is live no more. */
export async function endHeldOffer(
  { db, now }: Ctx,
  id: string,
  state: Exclude<HeldOfferState, "live">,
): Promise<HeldOfferRow | undefined> {
  const [ended] = await db
    .update(heldOffers)
    .set({ state, endedAt: now() })
    .where(and(eq(heldOffers.id, id), eq(heldOffers.state, "live")))
    .returning(columns);
  return ended;
}

/** Those whose time ran out, and nobody else is ending at this moment. */
export async function lockOverdue({ db, now }: Ctx, limit: number): Promise<HeldOfferRow[]> {
  return db
    .select(columns)
    .from(heldOffers)
    .where(and(eq(heldOffers.state, "live"), lte(heldOffers.expiresAt, now())))
    .orderBy(asc(heldOffers.expiresAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}
