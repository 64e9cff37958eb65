import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { topUps, type TopUpState } from "./tables.ts";

export type TopUpRow = typeof topUps.$inferSelect;

export async function insertTopUp(
  ctx: Ctx,
  topUp: Pick<TopUpRow, "id" | "accountId" | "amount" | "email">,
): Promise<void> {
  await ctx.db.insert(topUps).values({ ...topUp, state: "open", createdAt: ctx.now() });
}

export async function findTopUp({ db }: Ctx, id: string): Promise<TopUpRow | undefined> {
  const [row] = await db.select().from(topUps).where(eq(topUps.id, id));
  return row;
}

export async function noteOpened(
  { db }: Ctx,
  id: string,
  { externalId, url }: { externalId: string; url: string },
): Promise<void> {
  await db
    .update(topUps)
    .set({ externalId, url })
    .where(and(eq(topUps.id, id), isNull(topUps.externalId)));
}

/** False when it is in none of the states that lead there: it was told before, or what is told is older. */
export async function moveTopUp(
  { db, now }: Ctx,
  id: string,
  from: readonly TopUpState[],
  to: TopUpState,
): Promise<boolean> {
  const rows = await db
    .update(topUps)
    .set({ state: to, ...(to !== "processing" && { closedAt: now() }) })
    .where(and(eq(topUps.id, id), inArray(topUps.state, [...from])))
    .returning({ id: topUps.id });
  return rows.length > 0;
}
