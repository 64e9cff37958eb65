import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";

// What is always so of the sums by day, as queries that find where it is not. Each of them must return no rows.

export interface SavingsBreach {
  accountId: string;
  invariant: string;
  detail: string;
}

/** Of an account, in an edition. */
export async function findSavingsBreaches(
  { db }: Ctx,
  accountId: string,
  edition: number,
): Promise<SavingsBreach[]> {
  const rows = await db.execute<{ invariant: string; detail: string }>(sql`
    with saved as (
      select s.id, s.hold_id, s.ended_at from sessions s
      where s.account_id = ${accountId} and s.saved_in = ${edition}
      union all
      select r.id, r.hold_id, case when r.state = 'finished' then r.ended_at end from reservations r
      where r.account_id = ${accountId} and r.saved_in = ${edition}
    ), days as (
      select coalesce(sum(paid), 0) as paid from savings_days where account_id = ${accountId} and edition = ${edition}
    ), captured as (
      select (select coalesce(sum(case t.kind when 'capture' then t.amount else -t.amount end), 0) from saved s
          join credit_transactions t on t.hold_id = s.hold_id and t.kind in ('capture', 'refund'))
        + (select coalesce(sum(b.billed), 0) from saved s join own_bills b on b.purpose = s.id) as amount
    )
    select 'what the days say was paid is what was captured and not refunded, or was on the own bill' as invariant,
      days.paid || ', captured ' || captured.amount as detail
    from days, captured where days.paid <> captured.amount
    union all
    select 'what is not over is not added up', id from saved where ended_at is null
    union all
    select 'nothing is of an edition that is to come', id from (
      select id, account_id, saved_in from sessions union all select id, account_id, saved_in from reservations
    ) each where account_id = ${accountId} and saved_in > ${edition}`);
  return rows.map(({ invariant, detail }) => ({ accountId, invariant, detail }));
}

/** Accounts of which something is added up, in the order of their ids. */
export async function listSavedAccounts(
  { db }: Ctx,
  edition: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.execute<{ account_id: string }>(sql`
    select distinct account_id from savings_days where edition = ${edition} and account_id > ${after}
    order by account_id limit ${limit}`);
  return rows.map((row) => row.account_id);
}

export async function listSavedOf(
  { db }: Ctx,
  of: "sessions" | "reservations",
  accountId: string,
  edition: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from ${sql.raw(of)} where account_id = ${accountId} and saved_in = ${edition} and id > ${after}
    order by id limit ${limit}`);
  return rows.map(({ id }) => id);
}
