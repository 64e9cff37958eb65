import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import type { Period, Scope } from "../rules/budget.ts";

// What was spent is read from the ledger: what was captured less what was refunded, in the period in which the
// entry was written. A hold names what it is for, and that says whose it was and on which GPU.

export interface Scoped {
  accountId: string;
  scope: Scope;
  scopeValue: string | null;
}

export interface Spender {
  id: string;
  what: string;
  consumer: string | null;
  spent: Usd;
}

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

function concerns({ scope, scopeValue }: Scoped): SQL {
  switch (scope) {
    case "account":
      return sql`true`;
    case "consumer":
      return sql`coalesce(s.consumer, r.consumer) = ${scopeValue}`;
    case "gpu":
      return sql`coalesce(s.gpu_model, p.gpu_model) = ${scopeValue}`;
    case "provider":
      return sql`(select m.provider_id from machines m where m.session_id = s.id
        order by m.attempt desc limit 1) = ${scopeValue}`;
  }
}

/** What was spent from then until then, and on what most of it. */
export async function readSpending(
  { db }: Ctx,
  of: Scoped,
  from: Date,
  until: Date,
): Promise<{ spent: Usd; top: Spender[] }> {
  const rows = await db.execute<{
    id: string;
    what: string | null;
    consumer: string | null;
    spent: string;
    total: string;
  }>(sql`
    select h.purpose as id, coalesce(s.consumer, r.consumer) as consumer,
      coalesce(s.gpu_count || ' × ' || s.gpu_model, r.gpus || ' × ' || p.gpu_model) as what,
      sum(t.moved)::text as spent, (sum(sum(t.moved)) over ())::text as total
    from (
      select hold_id, sum(case kind when 'capture' then amount else -amount end) as moved
      from credit_transactions
      where account_id = ${of.accountId} and kind in ('capture', 'refund') and hold_id is not null
        and at >= ${at(from)} and at < ${at(until)}
      group by hold_id
    ) t
    join credit_holds h on h.id = t.hold_id
    left join sessions s on s.id = h.purpose
    left join reservations r on r.id = h.purpose
    left join pools p on p.id = r.pool_id
    where ${concerns(of)}
    group by h.purpose, s.consumer, r.consumer, s.gpu_count, s.gpu_model, r.gpus, p.gpu_model
    order by sum(t.moved) desc, h.purpose limit 3`);
  return {
    spent: BigInt(rows[0]?.total ?? 0),
    top: rows.map(({ id, what, consumer, spent }) => ({
      id,
      what: what ?? "something",
      consumer,
      spent: BigInt(spent),
    })),
  };
}

/** What runs and is charged for as it runs, with its price at this instant, the dearest first. */
export async function listCharged(
  { db }: Ctx,
  of: Scoped,
): Promise<(Omit<Spender, "spent"> & { pricePerHour: Usd })[]> {
  const rows = await db.execute<{ id: string; what: string; consumer: string | null; price: string }>(sql`
    select s.id, s.gpu_count || ' × ' || s.gpu_model as what, s.consumer,
      coalesce((select e.price_per_hour from session_stretches e
        where e.session_id = s.id and e.ended_at is null), 0)::text as price
    from sessions s
    -- A reservation's machine is paid for as part of it, and what joins here has none.
    left join reservations r on false
    left join pools p on false
    where s.account_id = ${of.accountId} and s.state not in ('stopped', 'failed') and s.hold_id is not null
      and ${concerns(of)}
    order by 4 desc, s.id limit 500`);
  return rows.map(({ id, what, consumer, price }) => ({ id, what, consumer, pricePerHour: BigInt(price) }));
}

/** The period that an instant lies in, in the zone's own days: one of them has 23 hours a year, and one 25. */
export async function periodAround(
  { db }: Ctx,
  period: Period,
  zone: string,
  instant: Date,
): Promise<{ startsAt: Date; endsAt: Date }> {
  const unit = sql.raw(`'${period}'`);
  const local = sql`date_trunc(${unit}, ${at(instant)} at time zone ${zone})`;
  const [row] = await db.execute<{ starts_at: string; ends_at: string }>(sql`
    select (extract(epoch from ${local} at time zone ${zone}) * 1000)::bigint::text as starts_at,
      (extract(epoch from (${local} + ${sql.raw(`interval '1 ${period}'`)}) at time zone ${zone}) * 1000)::bigint::text as ends_at`);
  if (!row) throw new Error("a period has two ends");
  return { startsAt: new Date(Number(row.starts_at)), endsAt: new Date(Number(row.ends_at)) };
}

/** What there is that a budget can be for. */
export async function listKnown({ db }: Ctx, accountId: string, scope: Scope): Promise<string[]> {
  if (scope === "account") return [];
  const from = {
    consumer: sql`select consumer from sessions where account_id = ${accountId}
      union select consumer from reservations where account_id = ${accountId}
      union select consumer from flexible_jobs where account_id = ${accountId}`,
    gpu: sql`select gpu_model from offers union select gpu_model from pools
      union select gpu_model from sessions where account_id = ${accountId}`,
    provider: sql`select id from providers`,
  }[scope];
  const rows = await db.execute<{ name: string }>(
    sql`select name from (${from}) as known (name) where name is not null order by name limit 1000`,
  );
  return rows.map(({ name }) => name);
}

/** How many transactions the account's ledger has. */
export async function readSeq({ db }: Ctx, accountId: string): Promise<bigint> {
  const [row] = await db.execute<{ seq: string }>(
    sql`select seq::text from credit_balances where account_id = ${accountId}`,
  );
  return BigInt(row?.seq ?? 0);
}
