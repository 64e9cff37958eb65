import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { books } from "../rules/books.ts";

// What is always so, as queries that find where it is not. Each of them must return no rows. They
// are asked after every test of a verb, and every night of each account.

/** A `detail` for each breach, of one account. */
type Query = (accountId: string) => SQL;

const stored = books.filter((book) => book !== "rolled");

const invariants: Record<string, Query> = {
  "the entries of a transaction are zero together, and are of the amount that it says": (account) => sql`
    select t.id || ': ' || coalesce(sum(e.amount), 0) || ' of ' || t.amount as detail
    from credit_transactions t left join credit_entries e on e.account_id = t.account_id and e.seq = t.seq
    where t.account_id = ${account} group by t.id, t.amount, t.kind
    having count(e.line) < 2 or sum(e.amount) <> 0
      or (t.kind <> 'roll-over' and sum(e.amount) filter (where e.amount > 0) <> t.amount)`,

  "each book is the sum of its entries": (account) => sql`
    select s.book || ': ' || s.stored || ', entries ' || coalesce(e.sum, 0) as detail
    from credit_balances b, lateral (values ${sql.join(
      stored.map((book) => sql`(${book}, b.${sql.identifier(book)})`),
      sql`, `,
    )}) as s(book, stored)
    left join (select book, sum(amount) from credit_entries where account_id = ${account} group by book) e on e.book = s.book
    where b.account_id = ${account} and s.stored <> coalesce(e.sum, 0)`,

  "nothing stays where it rolls over": (account) => sql`
    select sum(amount)::text as detail from credit_entries where account_id = ${account} and book = 'rolled'
    having sum(amount) <> 0`,

  "each lot is where its entries say": (account) => sql`
    select l.id as detail
    from credit_lots l left join (
      select lot_id,
        sum(amount) filter (where book = 'pending') as pending,
        sum(amount) filter (where book = 'available') as available,
        sum(amount) filter (where book = 'held') as held,
        sum(amount) filter (where book in ('spent', 'refunds')) as spent,
        sum(amount) filter (where book = 'expired') as expired,
        sum(amount) filter (where book = 'rolled' and amount > 0) as rolled
      from credit_entries where account_id = ${account} group by lot_id
    ) e on e.lot_id = l.id
    where l.account_id = ${account} and (l.pending, l.available, l.held, l.spent, l.expired, l.rolled)
      <> (coalesce(e.pending, 0), coalesce(e.available, 0), coalesce(e.held, 0), coalesce(e.spent, 0),
        coalesce(e.expired, 0), coalesce(e.rolled, 0))`,

  "all lots together are the books": (account) => sql`
    select 'available ' || sum(l.available) || ', held ' || sum(l.held) || ', pending ' || sum(l.pending) as detail
    from credit_balances b join credit_lots l on l.account_id = b.account_id where b.account_id = ${account}
    group by b.account_id
    having (b.available, b.held, b.pending) <> (sum(l.available), sum(l.held), sum(l.pending))`,

  "each hold is what its entries say": (account) => sql`
    select h.id as detail
    from credit_holds h left join (
      select t.hold_id,
        sum(e.amount) filter (where t.kind = 'hold' and e.book = 'held') as amount,
        sum(e.amount) filter (where t.kind = 'capture' and e.book = 'spent') as captured,
        sum(e.amount) filter (where t.kind in ('release', 'lapse') and e.book = 'available') as released,
        sum(e.amount) filter (where t.kind = 'refund' and e.book = 'available') as refunded
      from credit_transactions t join credit_entries e on e.account_id = t.account_id and e.seq = t.seq
      where t.account_id = ${account} and t.hold_id is not null group by t.hold_id
    ) e on e.hold_id = h.id
    where h.account_id = ${account} and (h.amount, h.captured, h.released, h.refunded)
      <> (coalesce(e.amount, 0), coalesce(e.captured, 0), coalesce(e.released, 0), coalesce(e.refunded, 0))`,

  "each hold is the sum of its parts": (account) => sql`
    select h.id as detail
    from credit_holds h join credit_hold_parts p on p.hold_id = h.id where h.account_id = ${account} group by h.id
    having (h.amount - h.captured - h.released, h.captured, h.refunded)
      <> (sum(p.held), sum(p.captured), sum(p.refunded))`,

  "what is held of a lot is held by its holds": (account) => sql`
    select l.id as detail from credit_lots l left join credit_hold_parts p on p.lot_id = l.id
    where l.account_id = ${account} group by l.id
    having l.held <> coalesce(sum(p.held), 0) or l.spent <> coalesce(sum(p.captured - p.refunded), 0)`,

  "transactions are numbered without a gap, and their times only grow": (account) => sql`
    select t.id as detail from (
      select id, seq, at, row_number() over (order by seq) as nth, lag(at) over (order by seq) as before
      from credit_transactions where account_id = ${account}
    ) t where t.seq <> t.nth or t.at < t.before
    union all
    select 'the books say ' || seq from credit_balances b where account_id = ${account}
      and seq <> (select count(*) from credit_transactions where account_id = ${account})`,

  "the balance beside each transaction is what all entries up to it make": (account) => sql`
    select t.id as detail from (
      select t.id, t.pending_after, t.available_after, t.held_after,
        sum(e.pending) over before as pending, sum(e.available) over before as available, sum(e.held) over before as held
      from credit_transactions t join (
        select seq, coalesce(sum(amount) filter (where book = 'pending'), 0) as pending,
          coalesce(sum(amount) filter (where book = 'available'), 0) as available,
          coalesce(sum(amount) filter (where book = 'held'), 0) as held
        from credit_entries where account_id = ${account} group by seq
      ) e on e.seq = t.seq
      where t.account_id = ${account}
      window before as (order by t.seq)
    ) t where (t.pending_after, t.available_after, t.held_after) <> (t.pending, t.available, t.held)`,

  "what is on the team's own bill is what its entries say": (account) => sql`
    select b.purpose as detail
    from own_bills b left join (
      select purpose, sum(amount) filter (where kind = 'plan') as planned,
        coalesce(sum(amount) filter (where kind = 'bill'), 0) as billed
      from own_bill_entries where account_id = ${account} group by purpose
    ) e on e.purpose = b.purpose
    where b.account_id = ${account} and (b.planned, b.billed) is distinct from (e.planned, e.billed)`,

  "no lot's end or beginning is forgotten": (account) => sql`
    select l.id as detail from credit_balances b join credit_lots l on l.account_id = b.account_id
    where b.account_id = ${account} and (
      (l.available > 0 and l.expires_at < coalesce(b.next_due_at, 'infinity'))
      or (l.pending > 0 and l.effective_at < coalesce(b.next_due_at, 'infinity')))`,
};

export interface Breach {
  accountId: string;
  invariant: string;
  detail: string;
}

/** Where an account's ledger is not as it always is: nowhere. */
export async function findBreaches(ctx: Ctx, accountId: string): Promise<Breach[]> {
  const queries = Object.entries(invariants).map(
    ([invariant, query]) => sql`select ${invariant} as invariant, b.detail from (${query(accountId)}) b`,
  );
  const rows = await ctx.db.execute<{ invariant: string; detail: string }>(
    sql.join(queries, sql` union all `),
  );
  return rows.map(({ invariant, detail }) => ({ accountId, invariant, detail }));
}

/** Accounts with books, in the order of their ids. */
export async function listAccountsWithBooks(ctx: Ctx, after: string, limit: number): Promise<string[]> {
  const rows = await ctx.db.execute<{ account_id: string }>(sql`
    select account_id from credit_balances where account_id > ${after} order by account_id limit ${limit}`);
  return rows.map((row) => row.account_id);
}
