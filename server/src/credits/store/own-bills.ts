import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { actorId } from "../../values/actor.ts";
import type { Usd } from "../../values/money.ts";
import { ownBillEntries, ownBills } from "./tables.ts";

interface OfBill {
  accountId: string;
  purpose: string;
}

export async function insertBill(
  ctx: Ctx,
  { accountId, purpose, amount }: OfBill & { amount: Usd },
): Promise<void> {
  await ctx.db.insert(ownBills).values({ accountId, purpose, planned: amount, createdAt: ctx.now() });
  await addEntry(ctx, { accountId, purpose, kind: "plan", amount });
}

export async function addToPlan(
  ctx: Ctx,
  { accountId, purpose, amount }: OfBill & { amount: Usd },
): Promise<void> {
  await ctx.db
    .update(ownBills)
    .set({ planned: sql`${ownBills.planned} + ${amount.toString()}::bigint` })
    .where(eq(ownBills.purpose, purpose));
  await addEntry(ctx, { accountId, purpose, kind: "plan", amount });
}

export async function addToBill(
  ctx: Ctx,
  { accountId, purpose, amount, reference }: OfBill & { amount: Usd; reference: string },
): Promise<void> {
  await ctx.db
    .update(ownBills)
    .set({ billed: sql`${ownBills.billed} + ${amount.toString()}::bigint` })
    .where(eq(ownBills.purpose, purpose));
  await addEntry(ctx, { accountId, purpose, kind: "bill", amount, reference });
}

export async function closeBill(ctx: Ctx, purpose: string): Promise<void> {
  await ctx.db.update(ownBills).set({ closedAt: ctx.now() }).where(eq(ownBills.purpose, purpose));
}

async function addEntry(
  ctx: Ctx,
  entry: Omit<typeof ownBillEntries.$inferInsert, "at" | "actor">,
): Promise<void> {
  await ctx.db.insert(ownBillEntries).values({ ...entry, at: ctx.now(), actor: actorId(ctx.actor) });
}
