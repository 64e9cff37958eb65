import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export interface IdleEnd {
  pricePerHour: Usd;
  /** From then until it would have ended. */
  ms: number;
  /** What was held or planned for it and not used. */
  left: Usd;
}

/** Sessions that were ended because they were idle, before they would have been over. */
export async function listIdleEnds(
  { db }: Ctx,
  accountId: string,
  from: Date,
  until: Date,
): Promise<IdleEnd[]> {
  const rows = await db.execute<{ price: string; ms: string; left_over: string }>(sql`
    select e.price_per_hour::text as price, (coalesce(b.planned, s.held) - s.settled)::text as left_over,
      (extract(epoch from s.ends_at - s.ended_at) * 1000)::bigint::text as ms
    from sessions s
      join lateral (
        select price_per_hour from session_stretches
        where session_id = s.id and what = 'everything' order by began_at desc limit 1
      ) e on true
      left join own_bills b on b.purpose = s.id
    where s.account_id = ${accountId} and s.end_asked = 'idle' and s.prepaid is null
      and s.ended_at >= ${at(from)} and s.ended_at < ${at(until)} and s.ends_at > s.ended_at`);
  return rows.map(({ price, ms, left_over }) => ({
    pricePerHour: BigInt(price),
    ms: Number(ms),
    left: BigInt(left_over),
  }));
}

/** What the ledger gave back of reservations that were handed back after they were paid. */
export async function sumHandedBack({ db }: Ctx, accountId: string, from: Date, until: Date): Promise<Usd> {
  const [row] = await db.execute<{ back: string }>(sql`
    select coalesce(sum(t.amount), 0)::text as back
    from credit_transactions t
      join credit_holds h on h.id = t.hold_id
      join reservations r on r.id = h.purpose
    where t.account_id = ${accountId} and t.kind = 'refund'
      and t.at >= ${at(from)} and t.at < ${at(until)}`);
  return BigInt(row?.back ?? 0);
}
