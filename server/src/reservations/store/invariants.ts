import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";

// What is always so of pools and reservations, as queries that find where it is not. They are asked after
// every test of a verb, and every night.

const invariants = {
  "what is free of a pool is what it has, less what is promised and what is away": sql`
    with taken as (
      select pool_id, gpus, starts_at, ends_at from reservation_parts
      union all select pool_id, gpus, starts_at, ends_at from pool_closures where gpus > 0
    ), quarters as (
      select d.pool_id, d.day, q.place, q.free, (d.day + (q.place - 1) * interval '15 minutes') at time zone 'UTC' as at
      from pool_days d, unnest(d.free) with ordinality as q(free, place)
    )
    select q.pool_id || ' at ' || q.at || ': ' || q.free || ' free of ' || p.gpus || ', taken ' || coalesce(sum(t.gpus), 0) as detail
    from quarters q join pools p on p.id = q.pool_id
    left join taken t on t.pool_id = q.pool_id and t.starts_at <= q.at and q.at < t.ends_at
    where q.at >= p.changed_at
    group by q.pool_id, q.at, q.free, p.gpus having q.free <> p.gpus - coalesce(sum(t.gpus), 0)`,

  "every part has a day that knows of it": sql`
    select r.reservation_id as detail from reservation_parts r
    where not exists (
      select from pool_days d where d.pool_id = r.pool_id and d.day = (r.starts_at at time zone 'UTC')::date)`,

  "what is over has no GPUs ahead, and what is booked has some": sql`
    select r.id || ' is ' || r.state as detail from reservations r
    where (r.state in ('lapsed', 'cancelled', 'missed')) = exists (
      select from reservation_parts p where p.reservation_id = r.id)`,

  "parts of a reservation do not overlap": sql`
    select a.reservation_id as detail from reservation_parts a join reservation_parts b
      on a.reservation_id = b.reservation_id and a.starts_at < b.starts_at and a.ends_at > b.starts_at`,

  "what is set aside or spent for a reservation is what it costs": sql`
    select r.id || ': ' || r.total || ' and not ' || (h.amount - h.released - h.refunded) as detail
    from reservations r join credit_holds h on h.id = r.hold_id
    where r.total <> h.amount - h.released - h.refunded`,

  "what a reservation says was spent and came back is what the ledger has": sql`
    select r.id as detail from reservations r join credit_holds h on h.id = r.hold_id
    where (r.charged, r.refunded) <> (h.captured, h.refunded)`,
};

/** What is not so: nothing, always. */
export async function findBreaches({ db }: Ctx): Promise<{ invariant: string; detail: string }[]> {
  const breaches: { invariant: string; detail: string }[] = [];
  for (const [invariant, query] of Object.entries(invariants)) {
    const rows = await db.execute<{ detail: string }>(sql`select * from (${query}) as breaches limit 20`);
    breaches.push(...rows.map(({ detail }) => ({ invariant, detail })));
  }
  return breaches;
}
