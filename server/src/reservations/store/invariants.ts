import { asc, gt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { pools } from "./tables.ts";

// What is always so of a pool and its reservations, as queries that find where it is not. They are asked after
// every test of a verb, and every night of each pool.

/** A `detail` for each breach, of one pool. */
type Query = (poolId: string) => SQL;

const invariants: Record<string, Query> = {
  "what is free of a pool is what it has, less what is promised and what is away": (pool) => sql`
    with taken as (
      select gpus, starts_at, ends_at from reservation_parts where pool_id = ${pool}
      union all select gpus, starts_at, ends_at from pool_closures where pool_id = ${pool} and gpus > 0
    ), by_quarter as (
      select at, sum(gpus) as gpus from taken, generate_series(starts_at, ends_at - interval '15 minutes', interval '15 minutes') at
      group by at
    ), quarters as (
      select q.free, (d.day + (q.place - 1) * interval '15 minutes') at time zone 'UTC' as at
      from pool_days d, unnest(d.free) with ordinality as q(free, place) where d.pool_id = ${pool}
    )
    select coalesce(q.at, t.at) || ': ' || coalesce(q.free::text, 'no day') || ' free of ' || p.gpus || ', taken ' || coalesce(t.gpus, 0) as detail
    from quarters q full join by_quarter t on t.at = q.at, pools p
    where p.id = ${pool} and coalesce(q.at, t.at) >= p.changed_at
      and q.free is distinct from p.gpus - coalesce(t.gpus, 0)`,

  "what is over has no GPUs ahead, and what is booked has some": (pool) => sql`
    select r.id || ' is ' || r.state as detail from reservations r
    where r.pool_id = ${pool} and (r.state in ('lapsed', 'cancelled', 'missed')) = exists (
      select from reservation_parts p where p.reservation_id = r.id)`,

  "parts of a reservation do not overlap": (pool) => sql`
    select a.reservation_id as detail from reservation_parts a join reservation_parts b
      on a.reservation_id = b.reservation_id and a.starts_at < b.starts_at and a.ends_at > b.starts_at
    where a.pool_id = ${pool}`,

  "what is set aside or spent for a reservation is what it costs": (pool) => sql`
    select r.id || ': ' || r.total || ' and not ' || (h.amount - h.released - h.refunded) as detail
    from reservations r join credit_holds h on h.id = r.hold_id
    where r.pool_id = ${pool} and r.total <> h.amount - h.released - h.refunded`,

  "what a reservation says was spent and came back is what the ledger has": (pool) => sql`
    select r.id as detail from reservations r join credit_holds h on h.id = r.hold_id
    where r.pool_id = ${pool} and (r.charged, r.refunded) <> (h.captured, h.refunded)`,
};

export interface PoolBreach {
  poolId: string;
  invariant: string;
  detail: string;
}

/** What is not so of a pool: nothing, always. */
export async function findBreaches({ db }: Ctx, poolId: string): Promise<PoolBreach[]> {
  const breaches: PoolBreach[] = [];
  for (const [invariant, query] of Object.entries(invariants)) {
    const rows = await db.execute<{ detail: string }>(
      sql`select * from (${query(poolId)}) as breaches limit 20`,
    );
    breaches.push(...rows.map(({ detail }) => ({ poolId, invariant, detail })));
  }
  return breaches;
}

export async function listPoolIds({ db }: Ctx, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: pools.id })
    .from(pools)
    .where(gt(pools.id, after))
    .orderBy(asc(pools.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}
