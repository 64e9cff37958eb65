import { and, asc, eq, gt, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { PoolRule } from "../rules/pricing.ts";
import { poolClosures, poolRules, pools, reservationParts, reservations } from "./tables.ts";

export type PoolRow = typeof pools.$inferSelect;
export type ClosureRow = typeof poolClosures.$inferSelect;

export async function insertPool({ db }: Ctx, row: PoolRow): Promise<void> {
  await db.insert(pools).values(row);
}

export async function findPool({ db }: Ctx, id: string): Promise<PoolRow | undefined> {
  const [row] = await db.select().from(pools).where(eq(pools.id, id));
  return row;
}

/** Nobody else changes the pool until the transaction ends; bookings go on. */
export async function lockPool({ db }: Ctx, id: string): Promise<PoolRow | undefined> {
  const [row] = await db.select().from(pools).where(eq(pools.id, id)).for("no key update");
  return row;
}

export async function updatePool({ db }: Ctx, id: string, change: Partial<PoolRow>): Promise<void> {
  await db.update(pools).set(change).where(eq(pools.id, id));
}

export async function readPools({ db }: Ctx, ids: readonly string[]): Promise<PoolRow[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(pools)
    .where(inArray(pools.id, [...ids]));
}

const MOST_POOLS = 500;

export async function listPools(
  { db }: Ctx,
  of: { gpuModel?: string | null | undefined; region?: string | null | undefined },
): Promise<PoolRow[]> {
  const region = of.region?.trim().toLowerCase();
  return db
    .select()
    .from(pools)
    .where(
      and(
        of.gpuModel == null ? undefined : eq(pools.gpuModel, of.gpuModel),
        region ? sql`lower(${pools.region}) = ${region}` : undefined,
      ),
    )
    .orderBy(asc(pools.gpuModel), asc(pools.name), asc(pools.id))
    .limit(MOST_POOLS);
}

/** Those whose price goes with the market's. */
export async function listMarginPools({ db }: Ctx): Promise<PoolRow[]> {
  return db.select().from(pools).where(isNotNull(pools.marginBp)).orderBy(asc(pools.id)).limit(MOST_POOLS);
}

// ——— rules of price ———

export async function listRules(ctx: Ctx, poolId: string): Promise<PoolRule[]> {
  return (await listRulesOf(ctx, [poolId])).get(poolId) ?? [];
}

export async function listRulesOf({ db }: Ctx, poolIds: readonly string[]): Promise<Map<string, PoolRule[]>> {
  const rows = await db
    .select()
    .from(poolRules)
    .where(inArray(poolRules.poolId, [...poolIds]))
    .orderBy(asc(poolRules.id));
  const byPool = new Map<string, PoolRule[]>();
  for (const { poolId, ...rule } of rows) byPool.set(poolId, [...(byPool.get(poolId) ?? []), rule]);
  return byPool;
}

/** Puts these in the place of those that were there. What was booked keeps the terms that it was booked on. */
export async function replaceRules({ db }: Ctx, poolId: string, rules: readonly PoolRule[]): Promise<void> {
  await db.delete(poolRules).where(eq(poolRules.poolId, poolId));
  if (rules.length > 0) await db.insert(poolRules).values(rules.map((rule) => ({ ...rule, poolId })));
}

// ——— closures ———

export async function insertClosure({ db }: Ctx, row: ClosureRow): Promise<void> {
  await db.insert(poolClosures).values(row);
}

export async function deleteClosure({ db }: Ctx, id: string): Promise<ClosureRow | undefined> {
  const [row] = await db.delete(poolClosures).where(eq(poolClosures.id, id)).returning();
  return row;
}

/** Those that touch a window, which may have no end. */
export async function listClosures(
  { db }: Ctx,
  poolIds: readonly string[],
  window: { startsAt: Date; endsAt: Date | null },
): Promise<ClosureRow[]> {
  if (poolIds.length === 0) return [];
  return db
    .select()
    .from(poolClosures)
    .where(
      and(
        inArray(poolClosures.poolId, [...poolIds]),
        gt(poolClosures.endsAt, window.startsAt),
        window.endsAt === null ? undefined : lt(poolClosures.startsAt, window.endsAt),
      ),
    )
    .orderBy(asc(poolClosures.startsAt), asc(poolClosures.id));
}

const MOST_NAMED = 20;

/** Who has GPUs of the pool within a window: for those who run Berth, to know whom to ask. */
export async function listInTheWay(
  { db }: Ctx,
  poolId: string,
  window: { startsAt: Date; endsAt: Date | null },
): Promise<{ id: string; accountId: string; gpus: number; startsAt: Date; endsAt: Date }[]> {
  return db
    .select({
      id: reservations.id,
      accountId: reservations.accountId,
      gpus: reservationParts.gpus,
      startsAt: reservationParts.startsAt,
      endsAt: reservationParts.endsAt,
    })
    .from(reservationParts)
    .innerJoin(reservations, eq(reservations.id, reservationParts.reservationId))
    .where(
      and(
        eq(reservationParts.poolId, poolId),
        gt(reservationParts.endsAt, window.startsAt),
        window.endsAt === null ? undefined : lt(reservationParts.startsAt, window.endsAt),
      ),
    )
    .orderBy(asc(reservationParts.startsAt), asc(reservations.id))
    .limit(MOST_NAMED);
}
