import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { budgets, crossings } from "./tables.ts";

export type BudgetRow = typeof budgets.$inferSelect;
export type CrossingRow = typeof crossings.$inferSelect;

const isOwn = (ctx: Ctx, id: string) => and(eq(budgets.accountId, accountIdOf(ctx)), eq(budgets.id, id));

/** The account's budgets, the oldest first. There are never many. */
export async function listBudgets(ctx: Ctx): Promise<BudgetRow[]> {
  return ctx.db
    .select()
    .from(budgets)
    .where(eq(budgets.accountId, accountIdOf(ctx)))
    .orderBy(asc(budgets.createdAt), asc(budgets.id));
}

export async function lockBudget(ctx: Ctx, id: string): Promise<BudgetRow | undefined> {
  const [row] = await ctx.db.select().from(budgets).where(isOwn(ctx, id)).for("update");
  return row;
}

/** Makes and changes one at a time in an account, so that what it is compared with is all there is. */
export async function lockBudgetsOfAccount(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(7305120, hashtext(${accountIdOf(ctx)}))`);
}

export async function insertBudget(ctx: Ctx, row: typeof budgets.$inferInsert): Promise<BudgetRow> {
  const [made] = await ctx.db.insert(budgets).values(row).returning();
  if (!made) throw new Error("a budget could not be written");
  return made;
}

export async function changeBudgetRow(
  ctx: Ctx,
  id: string,
  change: Partial<typeof budgets.$inferInsert>,
): Promise<BudgetRow> {
  const [row] = await ctx.db.update(budgets).set(change).where(eq(budgets.id, id)).returning();
  if (!row) throw new Error(`the budget ${id} is gone`);
  return row;
}

export async function deleteBudget(ctx: Ctx, id: string): Promise<BudgetRow | undefined> {
  const [row] = await ctx.db.delete(budgets).where(isOwn(ctx, id)).returning();
  return row;
}

/** Those whose account's ledger went on since they were looked at, or whose period is over. */
export async function listDueBudgets({ db, now }: Ctx, limit: number): Promise<{ id: string }[]> {
  return db.execute<{ id: string }>(sql`
    select b.id from budgets b left join credit_balances c on c.account_id = b.account_id
    where c.seq > b.seen_seq or b.period_ends_at <= ${now().toISOString()}::timestamptz
    order by b.id limit ${limit}`);
}

/** Whoever's it is; undefined also where another process is at it right now. */
export async function takeAnyBudget({ db }: Ctx, id: string): Promise<BudgetRow | undefined> {
  const [row] = await db.select().from(budgets).where(eq(budgets.id, id)).for("update", { skipLocked: true });
  return row;
}

/** Gives those that were not there: they are this transaction's to tell of. */
export async function insertCrossings(ctx: Ctx, rows: readonly CrossingRow[]): Promise<CrossingRow[]> {
  if (rows.length === 0) return [];
  return ctx.db
    .insert(crossings)
    .values([...rows])
    .onConflictDoNothing()
    .returning();
}

const SHOWN = 50;

/** The latest of each budget, the newest first. */
export async function listCrossings(
  ctx: Ctx,
  budgetIds: readonly string[],
): Promise<Map<string, CrossingRow[]>> {
  const of = new Map<string, CrossingRow[]>(budgetIds.map((id) => [id, []]));
  if (budgetIds.length === 0) return of;
  const rows = await ctx.db
    .select()
    .from(crossings)
    .where(inArray(crossings.budgetId, [...budgetIds]))
    .orderBy(desc(crossings.periodStartsAt), desc(crossings.threshold))
    .limit(SHOWN * budgetIds.length);
  for (const row of rows) of.get(row.budgetId)?.push(row);
  return of;
}
