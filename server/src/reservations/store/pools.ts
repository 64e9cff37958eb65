import { and, asc, eq, gt, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { hot, readWhole, runPrepared, wholeOf } from "../../platform/db/prepared.ts";
import type { Window } from "../rules/grid.ts";
import type { PoolRule } from "../rules/pricing.ts";
import { freeWithin, leastFree } from "./capacity.ts";
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

// ——— all that a booking looks at ———

/** Which pools are looked at: one, or all of a GPU, or all. */
export type WhichPools =
  | { id: string }
  | { gpuModel?: string | null | undefined; region?: string | null | undefined };

/** A pool, its rules, the closures that touch a window, and what is free in each quarter of it. */
export interface SeenPool {
  pool: PoolRow;
  rules: PoolRule[];
  closures: ClosureRow[];
  free: number[];
}

/** In one journey, by a statement that is written out: whoever books is one of many who wait for the same days. */
export async function seePools({ db }: Ctx, which: WhichPools, window: Window): Promise<SeenPool[]> {
  const rows = await runPrepared<[PoolRule[] | null, ClosureText[] | null, string | null, ...unknown[]]>(
    db,
    hot`select (
        select json_agg(json_build_object('id', r.id, 'label', r.label, 'shareBp', r.share_bp,
          'minGpus', r.min_gpus, 'minHours', r.min_hours, 'minDaysAhead', r.min_days_ahead) order by r.id)
        from pool_rules r where r.pool_id = pools.id
      ), ${closuresWithin(window)}, ${freeWithin(window)}, ${wholeOf(pools)} from pools ${chosen(which)}`,
  );
  return rows.map(([rules, closures, free, ...values]) => {
    const pool = readWhole(pools, values);
    return {
      pool,
      rules: rules ?? [],
      closures: readClosures(closures),
      free: leastFree(free, pool.gpus, window),
    };
  });
}

/** What is free of a pool in each step of a window, and the closures that touch it. */
export interface FreeOfPool {
  poolId: string;
  free: number[];
  closures: ClosureRow[];
}

/** In one journey, and of the pools nothing more than that: it is asked for again and again. */
export async function seeFree(
  { db }: Ctx,
  which: WhichPools,
  window: Window,
  quartersAStep: number,
): Promise<FreeOfPool[]> {
  const rows = await runPrepared<[string, number, ClosureText[] | null, string | null]>(
    db,
    hot`select id, gpus, ${closuresWithin(window)}, ${freeWithin(window)} from pools ${chosen(which)}`,
  );
  return rows.map(([poolId, gpus, closures, free]) => ({
    poolId,
    free: leastFree(free, gpus, window, quartersAStep),
    closures: readClosures(closures),
  }));
}

function chosen(which: WhichPools): SQL {
  if ("id" in which) return hot`where id = ${which.id}`;
  const region = which.region?.trim().toLowerCase();
  const model = which.gpuModel == null ? hot`` : hot`and gpu_model = ${which.gpuModel}`;
  const place = region ? hot`and lower(region) = ${region}` : hot``;
  return hot`where true ${model} ${place} order by gpu_model, name, id limit ${MOST_POOLS}`;
}

function closuresWithin({ startsAt, endsAt }: Window): SQL {
  return hot`(
    select json_agg(json_build_object('id', c.id, 'poolId', c.pool_id, 'kind', c.kind, 'gpus', c.gpus,
      'reason', c.reason, 'startsAt', c.starts_at, 'endsAt', c.ends_at, 'createdAt', c.created_at)
      order by c.starts_at, c.id)
    from pool_closures c where c.pool_id = pools.id
      and c.ends_at > ${startsAt.toISOString()}::timestamptz and c.starts_at < ${endsAt.toISOString()}::timestamptz)`;
}

type Times = "startsAt" | "endsAt" | "createdAt";
type ClosureText = Omit<ClosureRow, Times> & Record<Times, string>;

function readClosures(closures: readonly ClosureText[] | null): ClosureRow[] {
  return (closures ?? []).map((one) => ({
    ...one,
    startsAt: new Date(one.startsAt),
    endsAt: new Date(one.endsAt),
    createdAt: new Date(one.createdAt),
  }));
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
