import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { plannedUses } from "./tables.ts";

export type PlanRow = typeof plannedUses.$inferSelect;

/** The account's, the oldest first. */
export async function listPlans(ctx: Ctx): Promise<PlanRow[]> {
  return ctx.db
    .select()
    .from(plannedUses)
    .where(eq(plannedUses.accountId, accountIdOf(ctx)))
    .orderBy(asc(plannedUses.createdAt), asc(plannedUses.id));
}

/** One is made at a time in an account, so that their number is what it is. */
export async function lockPlansOfAccount(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(7305123, hashtext(${accountIdOf(ctx)}))`);
}

export async function insertPlan({ db }: Ctx, row: typeof plannedUses.$inferInsert): Promise<PlanRow> {
  const [made] = await db.insert(plannedUses).values(row).returning();
  if (!made) throw new Error("planned use could not be written");
  return made;
}

export async function deletePlan(ctx: Ctx, id: string): Promise<PlanRow | undefined> {
  const [row] = await ctx.db
    .delete(plannedUses)
    .where(and(eq(plannedUses.accountId, accountIdOf(ctx)), eq(plannedUses.id, id)))
    .returning();
  return row;
}

/** Whoever's they are: those that were not looked at since the hour began. */
export async function listPlansToLookAt({ db }: Ctx, since: Date): Promise<PlanRow[]> {
  return db
    .select()
    .from(plannedUses)
    .where(or(isNull(plannedUses.lookedAt), lt(plannedUses.lookedAt, since)))
    .orderBy(asc(plannedUses.id))
    .limit(1_000);
}

/** Whoever's it is, held until the transaction ends. */
export async function takePlan({ db }: Ctx, id: string): Promise<PlanRow | undefined> {
  const [row] = await db.select().from(plannedUses).where(eq(plannedUses.id, id)).for("update");
  return row;
}

export async function changePlan(
  { db }: Ctx,
  id: string,
  change: Partial<typeof plannedUses.$inferInsert>,
): Promise<PlanRow> {
  const [row] = await db.update(plannedUses).set(change).where(eq(plannedUses.id, id)).returning();
  if (!row) throw new Error(`the planned use ${id} is gone`);
  return row;
}
