import { and, asc, eq, gt, inArray, or } from "drizzle-orm";
import { ofOwnConsumers } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { reservationWaits } from "./tables.ts";

export type WaitRow = typeof reservationWaits.$inferSelect;

export async function insertWait({ db }: Ctx, row: WaitRow): Promise<void> {
  await db.insert(reservationWaits).values(row);
}

export async function listWaits(ctx: Ctx, accountId: string): Promise<WaitRow[]> {
  return ctx.db
    .select()
    .from(reservationWaits)
    .where(
      and(
        eq(reservationWaits.accountId, accountId),
        eq(reservationWaits.state, "waiting"),
        ofOwnConsumers(ctx, reservationWaits.consumer),
      ),
    )
    .orderBy(asc(reservationWaits.createdAt), asc(reservationWaits.id));
}

/** Whoever waits, the longest waiting first: from the first, or those that follow one. */
export async function listWaiting(
  { db }: Ctx,
  after: Pick<WaitRow, "createdAt" | "id"> | undefined,
  limit: number,
): Promise<WaitRow[]> {
  const { createdAt, id } = reservationWaits;
  return db
    .select()
    .from(reservationWaits)
    .where(
      and(
        eq(reservationWaits.state, "waiting"),
        after && or(gt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), gt(id, after.id))),
      ),
    )
    .orderBy(asc(reservationWaits.createdAt), asc(reservationWaits.id))
    .limit(limit);
}

export async function readWaits(ctx: Ctx, accountId: string, ids: readonly string[]): Promise<WaitRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .select()
    .from(reservationWaits)
    .where(
      and(
        eq(reservationWaits.accountId, accountId),
        inArray(reservationWaits.id, [...ids]),
        ofOwnConsumers(ctx, reservationWaits.consumer),
      ),
    )
    .orderBy(asc(reservationWaits.createdAt), asc(reservationWaits.id));
}

export async function findWait(ctx: Ctx, accountId: string, id: string): Promise<WaitRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(reservationWaits)
    .where(
      and(
        eq(reservationWaits.id, id),
        eq(reservationWaits.accountId, accountId),
        ofOwnConsumers(ctx, reservationWaits.consumer),
      ),
    );
  return row;
}

/** False when it waits no more, and then nothing was changed. */
export async function endWait(
  { db, now }: Ctx,
  id: string,
  to: Pick<WaitRow, "state"> & Partial<Pick<WaitRow, "reservationId">>,
): Promise<boolean> {
  const rows = await db
    .update(reservationWaits)
    .set({ ...to, endedAt: now() })
    .where(and(eq(reservationWaits.id, id), eq(reservationWaits.state, "waiting")))
    .returning({ id: reservationWaits.id });
  return rows.length > 0;
}
