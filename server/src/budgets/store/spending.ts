import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import type { Burning, Period, Scope } from "../rules/budget.ts";
import type { Ahead } from "../rules/forecast.ts";

// What was spent is read from the ledger: what was captured less what was refunded, in the period in which the
// entry was written. A hold names what it is for, and that says whose it was and on which GPU. What a provider bills to
// the team's own account is beside the ledger, is named alike, and counts alike.

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

/** How far what is beside the ledger has gone on, to be added to the ledger's own number. */
export const ownSeq = (accountId: SQL) =>
  sql`coalesce((select max(o.id) from own_bill_entries o where o.account_id = ${accountId}), 0)`;

export function concerns({ scope, scopeValue }: Scoped): SQL {
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
    select t.purpose as id, coalesce(s.consumer, r.consumer) as consumer,
      coalesce(s.gpu_count || ' × ' || s.gpu_model, r.gpus || ' × ' || p.gpu_model) as what,
      sum(t.moved)::text as spent, (sum(sum(t.moved)) over ())::text as total
    from (
      select h.purpose, x.moved from (
        select hold_id, sum(case kind when 'capture' then amount else -amount end) as moved
        from credit_transactions
        where account_id = ${of.accountId} and kind in ('capture', 'refund') and hold_id is not null
          and at >= ${at(from)} and at < ${at(until)}
        group by hold_id
      ) x join credit_holds h on h.id = x.hold_id
      union all
      select purpose, sum(amount) from own_bill_entries
      where account_id = ${of.accountId} and kind = 'bill' and at >= ${at(from)} and at < ${at(until)}
      group by purpose
    ) t
    left join sessions s on s.id = t.purpose
    left join reservations r on r.id = t.purpose
    left join pools p on p.id = r.pool_id
    where ${concerns(of)}
    group by t.purpose, s.consumer, r.consumer, s.gpu_count, s.gpu_model, r.gpus, p.gpu_model
    order by sum(t.moved) desc, t.purpose limit 3`);
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

/** A budget's limits, and a stretch of time that begins at the first instant and ends before the last. */
export type Window = Scoped & { from: Date; until: Date };

export type Seen = Ahead & { seq: bigint };

const LATELY = sql`interval '7 days'`;

/** What a window of the statement below concerns, by its own words. */
export const concernsEach = sql`case w.scope when 'account' then true
  when 'consumer' then coalesce(s.consumer, r.consumer) = w.scope_value
  when 'gpu' then coalesce(s.gpu_model, p.gpu_model) = w.scope_value
  else (select m.provider_id from machines m where m.session_id = s.id
    order by m.attempt desc limit 1) = w.scope_value end`;

/**
 * Many at once: what was spent in each, and what is known of what will be until its end. An order takes what the last
 * look found it would cost, or its cap where nobody looked yet.
 */
export async function readAhead({ db, now }: Ctx, windows: readonly Window[]): Promise<Seen[]> {
  if (windows.length === 0) return [];
  const rows = JSON.stringify(
    windows.map(({ accountId, scope, scopeValue, from, until }, n) => ({
      n,
      account_id: accountId,
      scope,
      scope_value: scopeValue,
      starts: from,
      ends: until,
    })),
  );
  const moment = at(now());
  const read = await db.execute<
    Record<"spent" | "running" | "orders" | "booked" | "lately" | "ms" | "seq", string>
  >(
    sql`
    select coalesce(paid.spent, 0)::text as spent, coalesce(paid.lately, 0)::text as lately,
      coalesce(alive.ahead, 0)::text as running, coalesce(waiting.ahead, 0)::text as orders,
      coalesce(ahead.booked, 0)::text as booked, coalesce(since.ms, 0)::text as ms,
      (coalesce(c.seq, 0) + ${ownSeq(sql`w.account_id`)})::text as seq
    from jsonb_to_recordset(${rows}::jsonb)
      as w (n int, account_id text, scope text, scope_value text, starts timestamptz, ends timestamptz)
    left join credit_balances c on c.account_id = w.account_id
    left join lateral (
      select sum(t.moved) as spent, sum(t.recent) filter (where s.id is not null) as lately
      from (
        select h.purpose, y.moved, y.recent from (
          select hold_id,
            sum(case kind when 'capture' then amount else -amount end) filter (where x.at >= w.starts and x.at < w.ends) as moved,
            sum(case kind when 'capture' then amount else -amount end) filter (where x.at >= ${moment} - ${LATELY}) as recent
          from credit_transactions x
          where x.account_id = w.account_id and kind in ('capture', 'refund') and hold_id is not null
            and x.at >= least(w.starts, ${moment} - ${LATELY})
          group by hold_id
        ) y join credit_holds h on h.id = y.hold_id
        union all
        select purpose, sum(amount) filter (where x.at >= w.starts and x.at < w.ends),
          sum(amount) filter (where x.at >= ${moment} - ${LATELY})
        from own_bill_entries x
        where x.account_id = w.account_id and kind = 'bill' and x.at >= least(w.starts, ${moment} - ${LATELY})
        group by purpose
      ) t
      left join sessions s on s.id = t.purpose
      left join reservations r on r.id = t.purpose
      left join pools p on p.id = r.pool_id
      where ${concernsEach}
    ) paid on true
    left join lateral (
      select sum(round(coalesce(e.price_per_hour, case when s.ready_at is null then s.price_per_hour else 0 end)
        * greatest(0, extract(epoch from
            least(w.ends, case when s.end_asked is not null then ${moment} else coalesce(s.ends_at, ${moment} + s.hours * interval '1 hour') end)
            - coalesce(s.settled_until, s.ready_at, ${moment}))) / 3600)) as ahead
      from sessions s
      left join session_stretches e on e.session_id = s.id and e.ended_at is null
      left join reservations r on false
      left join pools p on false
      where s.account_id = w.account_id and s.state not in ('stopped', 'failed') and s.prepaid is null
        and ${concernsEach}
    ) alive on true
    left join lateral (
      select sum(least(j.budget, coalesce((select l.price_per_hour from flexible_job_looks l
        where l.job_id = j.id order by l.hour desc limit 1), j.cap_per_hour) * j.hours)) as ahead
      from flexible_jobs j
      where j.account_id = w.account_id and j.state = 'waiting' and j.freeze_at < w.ends
        and case w.scope when 'account' then true when 'consumer' then j.consumer = w.scope_value
          when 'gpu' then j.gpu_model = w.scope_value else false end
    ) waiting on true
    left join lateral (
      select sum(h.amount - h.captured - h.released) as booked
      from reservations r
      join credit_holds h on h.id = r.hold_id and h.state = 'open'
      join pools p on p.id = r.pool_id
      left join sessions s on false
      where r.account_id = w.account_id and r.starts_at < w.ends and ${concernsEach}
    ) ahead on true
    left join lateral (
      select extract(epoch from ${moment} - greatest(min(created_at), ${moment} - ${LATELY})) * 1000 as ms
      from sessions where account_id = w.account_id
    ) since on true
    order by w.n`,
  );
  return read.map(({ spent, running, orders, booked, lately, ms, seq }) => ({
    spent: BigInt(spent),
    running: BigInt(running) + BigInt(orders),
    booked: BigInt(booked),
    lately: BigInt(lately),
    latelyMs: Math.floor(Number(ms)),
    seq: BigInt(seq),
  }));
}

export type Charged = Omit<Spender, "spent"> & Burning;

/** What runs and is charged for as it runs, with its price at this instant, the dearest first. */
export async function listCharged({ db }: Ctx, of: Scoped): Promise<Charged[]> {
  const rows = await db.execute<{
    id: string;
    what: string;
    consumer: string | null;
    price: string;
    ends: string | null;
  }>(sql`
    select s.id, s.gpu_count || ' × ' || s.gpu_model as what, s.consumer,
      coalesce((select e.price_per_hour from session_stretches e
        where e.session_id = s.id and e.ended_at is null), 0)::text as price,
      (extract(epoch from s.ends_at) * 1000)::bigint::text as ends
    from sessions s
    -- A reservation's machine is paid for as part of it, and what joins here has none.
    left join reservations r on false
    left join pools p on false
    where s.account_id = ${of.accountId} and s.state not in ('stopped', 'failed') and s.prepaid is null
      and ${concerns(of)}
    order by 4 desc, s.id limit 500`);
  return rows.map(({ id, what, consumer, price, ends }) => ({
    id,
    what,
    consumer,
    pricePerHour: BigInt(price),
    endsAt: ends === null ? null : new Date(Number(ends)),
  }));
}

export interface PeriodEnds {
  startsAt: Date;
  endsAt: Date;
}

/** The periods that instants lie in, in their zones' own days: one of them has 23 hours a year, and one 25. */
export async function periodsAround(
  { db }: Ctx,
  of: readonly { period: Period; zone: string; instant: Date }[],
): Promise<PeriodEnds[]> {
  const rows = JSON.stringify(of.map((one, n) => ({ n, ...one })));
  const local = sql`date_trunc(w.period, w.instant at time zone w.zone)`;
  const next = sql`(${local} + ('1 ' || w.period)::interval)`;
  const read = await db.execute<{ starts_at: string; ends_at: string }>(sql`
    select (extract(epoch from ${firstAt(local)}) * 1000)::bigint::text as starts_at,
      (extract(epoch from ${firstAt(next)}) * 1000)::bigint::text as ends_at
    from jsonb_to_recordset(${rows}::jsonb) as w (n int, period text, zone text, instant timestamptz)
    order by w.n`);
  return read.map(({ starts_at, ends_at }) => ({
    startsAt: new Date(Number(starts_at)),
    endsAt: new Date(Number(ends_at)),
  }));
}

/**
 * When it is first that late there. Where clocks are put back at midnight it is so twice, and of the two the database
 * takes the second: the hour in between would belong to no day.
 */
function firstAt(local: SQL): SQL {
  return sql`(select case when (i - interval '1 hour') at time zone w.zone = ${local} then i - interval '1 hour' else i end
    from (select ${local} at time zone w.zone) as t (i))`;
}

export async function periodAround(
  ctx: Ctx,
  period: Period,
  zone: string,
  instant: Date,
): Promise<PeriodEnds> {
  const [ends] = await periodsAround(ctx, [{ period, zone, instant }]);
  if (!ends) throw new Error("a period has two ends");
  return ends;
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
