import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { actorId } from "../../values/actor.ts";
import type { Usd } from "../../values/money.ts";
import type { Period } from "./reading.ts";
import { ownBillEntries, ownBills } from "./tables.ts";

interface OfBill {
  accountId: string;
  purpose: string;
}

export async function insertBill(
  ctx: Ctx,
  { accountId, purpose, amount }: OfBill & { amount: Usd },
): Promise<void> {
  await ctx.db.insert(ownBills).values({ accountId, purpose, planned: amount, createdAt: ctx.now() });
  await addEntry(ctx, { accountId, purpose, kind: "plan", amount });
}

export async function addToPlan(
  ctx: Ctx,
  { accountId, purpose, amount }: OfBill & { amount: Usd },
): Promise<void> {
  await ctx.db
    .update(ownBills)
    .set({ planned: sql`${ownBills.planned} + ${amount.toString()}::bigint` })
    .where(eq(ownBills.purpose, purpose));
  await addEntry(ctx, { accountId, purpose, kind: "plan", amount });
}

export async function addToBill(
  ctx: Ctx,
  { accountId, purpose, amount, reference }: OfBill & { amount: Usd; reference: string },
): Promise<void> {
  await ctx.db
    .update(ownBills)
    .set({ billed: sql`${ownBills.billed} + ${amount.toString()}::bigint` })
    .where(eq(ownBills.purpose, purpose));
  await addEntry(ctx, { accountId, purpose, kind: "bill", amount, reference });
}

export async function closeBill(ctx: Ctx, purpose: string): Promise<void> {
  await ctx.db.update(ownBills).set({ closedAt: ctx.now() }).where(eq(ownBills.purpose, purpose));
}

/** Of one thing: what was billed for it within a period. */
export interface OwnBillLine {
  purpose: string;
  beganAt: Date;
  /** Of the last of it within the period. */
  billedUntil: Date;
  closedAt: Date | null;
  planned: Usd;
  amount: Usd;
}

/** The latest begun first; what nothing was billed for in the period is left out. */
export async function listBilled(
  { db }: Ctx,
  accountId: string,
  page: Period & { after: { beganAt: Date; purpose: string } | null; limit: number },
): Promise<OwnBillLine[]> {
  const { after } = page;
  const rows = await db.execute<{
    purpose: string;
    planned: string;
    created_at: string;
    closed_at: string | null;
    amount: string;
    until: string;
  }>(sql`
    select b.purpose, b.planned::text, b.created_at, b.closed_at, e.amount::text, e.until
    from own_bills b join lateral (
      select sum(e.amount) as amount, max(e.at) as until from own_bill_entries e
      where e.purpose = b.purpose and e.kind = 'bill' ${within(page)}
    ) e on e.amount is not null
    where b.account_id = ${accountId}
      ${after ? sql`and (b.created_at, b.purpose) < (${after.beganAt.toISOString()}::timestamptz, ${after.purpose})` : sql``}
    order by b.created_at desc, b.purpose desc limit ${page.limit}`);
  return rows.map((row) => ({
    purpose: row.purpose,
    beganAt: new Date(row.created_at),
    billedUntil: new Date(row.until),
    closedAt: row.closed_at === null ? null : new Date(row.closed_at),
    planned: BigInt(row.planned),
    amount: BigInt(row.amount),
  }));
}

export async function sumBilled({ db }: Ctx, accountId: string, period: Period): Promise<Usd> {
  const [row] = await db.execute<{ sum: string }>(sql`
    select coalesce(sum(e.amount), 0)::text as sum from own_bill_entries e
    where e.account_id = ${accountId} and e.kind = 'bill' ${within(period)}`);
  return BigInt(row?.sum ?? 0);
}

function within({ from, to }: Period) {
  const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`;
  return sql`${from ? sql`and e.at >= ${at(from)}` : sql``} ${to ? sql`and e.at < ${at(to)}` : sql``}`;
}

async function addEntry(
  ctx: Ctx,
  entry: Omit<typeof ownBillEntries.$inferInsert, "at" | "actor">,
): Promise<void> {
  await ctx.db.insert(ownBillEntries).values({ ...entry, at: ctx.now(), actor: actorId(ctx.actor) });
}
