import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { ownSeq } from "./spending.ts";
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

/** Those whose account's ledger went on since they were looked at, whose period is over, or whose snooze is. */
export async function listDueBudgets({ db, now }: Ctx, limit: number): Promise<{ id: string }[]> {
  const at = sql`${now().toISOString()}::timestamptz`;
  return db.execute<{ id: string }>(sql`
    select b.id from budgets b left join credit_balances c on c.account_id = b.account_id
    where c.seq + ${ownSeq(sql`b.account_id`)} > b.seen_seq or b.period_ends_at <= ${at} or b.snoozed_until <= ${at}
    order by b.id limit ${limit}`);
}

/** Of these, those that no other process is at right now. */
export async function takeBudgets({ db }: Ctx, ids: readonly string[]): Promise<BudgetRow[]> {
  return db
    .select()
    .from(budgets)
    .where(inArray(budgets.id, [...ids]))
    .orderBy(asc(budgets.id))
    .for("update", { skipLocked: true });
}

/** Whoever's it is; undefined also where another process is at it right now. */
export async function takeAnyBudget({ db }: Ctx, id: string): Promise<BudgetRow | undefined> {
  const [row] = await db.select().from(budgets).where(eq(budgets.id, id)).for("update", { skipLocked: true });
  return row;
}

/** Those that are there stay: a threshold is crossed once in a period. */
export async function insertCrossings(
  ctx: Ctx,
  rows: readonly (typeof crossings.$inferInsert)[],
): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db
    .insert(crossings)
    .values([...rows])
    .onConflictDoNothing();
}

/**
 * Those of its period that are not reached at its limit, which was raised: they are crossed anew when they are. Unusual
 * burn is told of by the day, whatever the limit.
 */
export async function forgetUnreached(
  { db }: Ctx,
  { id, periodStartsAt, limit }: Pick<BudgetRow, "id" | "periodStartsAt" | "limit">,
  amounts: { actual: bigint; forecast: bigint | null },
): Promise<void> {
  const amount = sql`case ${crossings.basis} when 'actual' then ${amounts.actual.toString()}::numeric
    else ${(amounts.forecast ?? 0n).toString()}::numeric end`;
  await db
    .delete(crossings)
    .where(
      and(
        eq(crossings.budgetId, id),
        eq(crossings.periodStartsAt, periodStartsAt),
        inArray(crossings.basis, ["actual", "forecast"]),
        sql`${crossings.threshold} * ${limit.toString()}::numeric > ${amount} * 100`,
      ),
    );
}

/** False where it is there already. */
export async function insertCrossing({ db }: Ctx, row: typeof crossings.$inferInsert): Promise<boolean> {
  const rows = await db
    .insert(crossings)
    .values(row)
    .onConflictDoNothing()
    .returning({ threshold: crossings.threshold });
  return rows.length > 0;
}

/** What was crossed already in the periods that these begin. */
export async function listCrossed(
  { db }: Ctx,
  of: readonly { budgetId: string; periodStartsAt: Date }[],
): Promise<Pick<CrossingRow, "budgetId" | "periodStartsAt" | "basis" | "threshold">[]> {
  if (of.length === 0) return [];
  const { budgetId, periodStartsAt, basis, threshold } = crossings;
  return db
    .select({ budgetId, periodStartsAt, basis, threshold })
    .from(crossings)
    .where(or(...of.map((one) => and(eq(budgetId, one.budgetId), eq(periodStartsAt, one.periodStartsAt)))));
}

/** Those that nobody was told of yet; they count as told from now on. `only`: of these thresholds. */
export async function takeUntold(
  { db, now }: Ctx,
  budget: Pick<BudgetRow, "id" | "periodStartsAt">,
  only: readonly number[] | null,
): Promise<CrossingRow[]> {
  if (only?.length === 0) return [];
  const rows = await db
    .update(crossings)
    .set({ toldAt: now() })
    .where(
      and(
        eq(crossings.budgetId, budget.id),
        eq(crossings.periodStartsAt, budget.periodStartsAt),
        isNull(crossings.toldAt),
        only ? and(eq(crossings.basis, "actual"), inArray(crossings.threshold, [...only])) : undefined,
      ),
    )
    .returning();
  return rows.toSorted((a, b) => a.threshold - b.threshold);
}

/** Says how many somebody had not acknowledged before. */
export async function acknowledgeCrossings(ctx: Ctx, budgetId: string, by: string): Promise<number> {
  const rows = await ctx.db
    .update(crossings)
    .set({ acknowledgedAt: ctx.now(), acknowledgedBy: by })
    .where(and(eq(crossings.budgetId, budgetId), isNull(crossings.acknowledgedAt)))
    .returning({ threshold: crossings.threshold });
  return rows.length;
}

/** In one statement: where each was looked at without anything to tell or to do. */
export async function noteLooks(
  { db }: Ctx,
  looks: readonly { id: string; seenSeq: bigint; periodStartsAt: Date; periodEndsAt: Date }[],
): Promise<void> {
  if (looks.length === 0) return;
  const rows = JSON.stringify(
    looks.map(({ id, seenSeq, periodStartsAt, periodEndsAt }) => ({
      id,
      seen: seenSeq.toString(),
      starts: periodStartsAt,
      ends: periodEndsAt,
    })),
  );
  await db.execute(sql`
    update budgets b set seen_seq = l.seen, period_starts_at = l.starts, period_ends_at = l.ends,
      measure = case when b.period_starts_at = l.starts then b.measure end
    from jsonb_to_recordset(${rows}::jsonb) as l (id text, seen bigint, starts timestamptz, ends timestamptz)
    where b.id = l.id`);
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
