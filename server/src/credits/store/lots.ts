import { and, asc, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { lots } from "./tables.ts";

export type LotRow = typeof lots.$inferSelect;

export async function insertLot(ctx: Ctx, lot: typeof lots.$inferInsert): Promise<void> {
  await ctx.db.insert(lots).values(lot);
}

export async function findLot(ctx: Ctx, accountId: string, lotId: string): Promise<LotRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(lots)
    .where(and(eq(lots.accountId, accountId), eq(lots.id, lotId)));
  return row;
}

/** Lots in which value waits or is available, or whose end makes some. */
export async function readOpenLots(ctx: Ctx, accountId: string): Promise<LotRow[]> {
  return ctx.db
    .select()
    .from(lots)
    .where(
      and(
        eq(lots.accountId, accountId),
        or(gt(lots.available, 0n), gt(lots.pending, 0n), and(isNull(lots.endedAt), gt(lots.rolloverMin, 0n))),
      ),
    )
    .orderBy(asc(lots.expiresAt), asc(lots.id));
}

/** A page of an account's lots, what expires last first. */
export async function listLots(
  ctx: Ctx,
  accountId: string,
  page: { open: boolean; after: { expiresAt: Date; id: string } | null; limit: number },
): Promise<LotRow[]> {
  const { open, after, limit } = page;
  return ctx.db
    .select()
    .from(lots)
    .where(
      and(
        eq(lots.accountId, accountId),
        open ? sql`${lots.pending} + ${lots.available} + ${lots.held} > 0` : undefined,
        after
          ? sql`(${lots.expiresAt}, ${lots.id}) < (${after.expiresAt.toISOString()}::timestamptz, ${after.id})`
          : undefined,
      ),
    )
    .orderBy(desc(lots.expiresAt), desc(lots.id))
    .limit(limit);
}

export async function noteEnd(ctx: Ctx, lotId: string): Promise<void> {
  await ctx.db.update(lots).set({ endedAt: ctx.now() }).where(eq(lots.id, lotId));
}

export async function noteNotice(ctx: Ctx, lotId: string, days: number): Promise<void> {
  await ctx.db.update(lots).set({ noticedDays: days }).where(eq(lots.id, lotId));
}
