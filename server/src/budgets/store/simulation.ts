import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import { concerns, type Scoped, type Window } from "./spending.ts";

/** What a measure would have touched: how many, and the first of them. */
export interface Touched {
  count: number;
  some: { id: string; what: string; consumer: string | null }[];
}

const SHOWN = 10;
const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** When so much was spent first in a window, for each of some amounts; null where it never was. */
export async function readReachedAt(
  { db }: Ctx,
  of: Window,
  amounts: readonly Usd[],
): Promise<(Date | null)[]> {
  const rows = await db.execute<{ at: string | null }>(sql`
    with moved as (
      select t.at, sum(t.moved) over (order by t.at, t.seq, t.own) as total
      from (
        select h.purpose, x.at, x.seq, 0 as own, case x.kind when 'capture' then x.amount else -x.amount end as moved
        from credit_transactions x join credit_holds h on h.id = x.hold_id
        where x.account_id = ${of.accountId} and x.kind in ('capture', 'refund')
          and x.at >= ${at(of.from)} and x.at < ${at(of.until)}
        union all
        select purpose, x.at, x.id, 1, amount from own_bill_entries x
        where x.account_id = ${of.accountId} and kind = 'bill' and x.at >= ${at(of.from)} and x.at < ${at(of.until)}
      ) t
      left join sessions s on s.id = t.purpose
      left join reservations r on r.id = t.purpose
      left join pools p on p.id = r.pool_id
      where ${concerns(of)}
    )
    select (extract(epoch from (select min(m.at) from moved m where m.total >= a.amount::bigint)) * 1000)::bigint::text as at
    from jsonb_array_elements_text(${JSON.stringify(amounts.map(String))}::jsonb) with ordinality as a (amount, n)
    order by a.n`);
  return rows.map(({ at }) => (at === null ? null : new Date(Number(at))));
}

/** Sessions and reservations that were begun and booked after an instant. */
export function listBegun(ctx: Ctx, of: Scoped, after: Date): Promise<Touched> {
  return listTouched(
    ctx,
    sql`
    select s.id, s.gpu_count || ' × ' || s.gpu_model as what, s.consumer, s.created_at as at
    from sessions s left join reservations r on false left join pools p on false
    where s.account_id = ${of.accountId} and s.prepaid is null and s.created_at > ${at(after)} and ${concerns(of)}
    union all
    select r.id, r.gpus || ' × ' || p.gpu_model, r.consumer, r.created_at
    from reservations r join pools p on p.id = r.pool_id left join sessions s on false
    where r.account_id = ${of.accountId} and r.hold_id is not null and r.created_at > ${at(after)} and ${concerns(of)}`,
  );
}

/** Sessions that were made longer after an instant. */
export function listExtended(ctx: Ctx, of: Scoped, after: Date): Promise<Touched> {
  return listTouched(
    ctx,
    sql`
    select s.id, s.gpu_count || ' × ' || s.gpu_model as what, s.consumer, min(e.at) as at
    from events e join sessions s on s.id = e.subject
    left join reservations r on false left join pools p on false
    where e.account_id = ${of.accountId} and e.topic = 'session.extended' and e.at > ${at(after)}
      and s.account_id = ${of.accountId} and s.prepaid is null and ${concerns(of)}
    group by s.id`,
  );
}

/** Sessions that ran at an instant and were charged for as they ran. */
export function listRanAt(ctx: Ctx, of: Scoped, instant: Date): Promise<Touched> {
  return listTouched(
    ctx,
    sql`
    select s.id, s.gpu_count || ' × ' || s.gpu_model as what, s.consumer, s.created_at as at
    from sessions s left join reservations r on false left join pools p on false
    where s.account_id = ${of.accountId} and s.prepaid is null and s.created_at <= ${at(instant)}
      and (case when s.state in ('stopped', 'failed') then coalesce(s.ended_at, s.state_since) end > ${at(instant)}
        or s.state not in ('stopped', 'failed'))
      and ${concerns(of)}`,
  );
}

async function listTouched({ db }: Ctx, touched: SQL): Promise<Touched> {
  const rows = await db.execute<{ id: string; what: string; consumer: string | null; count: number }>(sql`
    select id, what, consumer, (count(*) over ())::int as count from (${touched}) as touched
    order by at, id limit ${SHOWN}`);
  return {
    count: rows[0]?.count ?? 0,
    some: rows.map(({ id, what, consumer }) => ({ id, what, consumer })),
  };
}
