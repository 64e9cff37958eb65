import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Burn } from "../rules/anomaly.ts";
import { concernsEach } from "./spending.ts";

/** Sessions are charged each minute: one that was not for so long is late. */
const LATE = sql`interval '10 minutes'`;

/** Of each budget that watches it, of accounts where something is charged right now. */
export async function readBurn({ db, now }: Ctx): Promise<(Burn & { budgetId: string })[]> {
  const at = sql`${now().toISOString()}::timestamptz`;
  const rows = await db.execute<{
    id: string;
    late: boolean;
    known: number;
    by_hour: Record<string, string>;
  }>(sql`
    select w.id, late.is_late as late,
      (select least(168, floor(extract(epoch from ${at} - min(created_at)) / 3600)::int - 1)
        from sessions where account_id = w.account_id) as known,
      (select coalesce(json_object_agg(m.ago, m.moved::text), '{}') from (
        select floor(extract(epoch from ${at} - t.at) / 3600)::int as ago,
          sum(t.moved) as moved
        from (
          select o.purpose, x.at, case x.kind when 'capture' then x.amount else -x.amount end as moved
          from credit_transactions x join credit_holds o on o.id = x.hold_id
          where x.account_id = w.account_id and x.kind in ('capture', 'refund')
            and x.at > ${at} - interval '169 hours'
          union all
          select purpose, x.at, amount from own_bill_entries x
          where x.account_id = w.account_id and kind = 'bill' and x.at > ${at} - interval '169 hours'
        ) t
        join sessions s on s.id = t.purpose
        left join reservations r on false
        left join pools p on false
        where not exists (select from flexible_jobs j where j.session_id = s.id) and ${concernsEach}
        group by 1
      ) m) as by_hour
    from budgets w
    join lateral (
      select bool_or(coalesce(s.settled_until, s.ready_at) < ${at} - ${LATE}) as is_late
      from sessions s where s.account_id = w.account_id and s.prepaid is null and s.ready_at is not null
        and s.state = 'running'
    ) late on late.is_late is not null
    where w.watches_burn and (w.snoozed_until is null or w.snoozed_until <= ${at})`);
  return rows.map(({ id, late, known, by_hour: moved }) => ({
    budgetId: id,
    lastHour: BigInt(moved["0"] ?? 0),
    hours: Array.from({ length: Math.max(0, known) }, (_, ago) => BigInt(moved[String(ago + 1)] ?? 0)),
    isLate: late,
  }));
}
