import { and, asc, count, desc, eq, gte, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { flexibleJobLooks, flexibleJobs } from "./tables.ts";

export type JobRow = typeof flexibleJobs.$inferSelect;
export type LookRow = typeof flexibleJobLooks.$inferSelect;

export async function insertJob({ db }: Ctx, job: typeof flexibleJobs.$inferInsert): Promise<void> {
  await db.insert(flexibleJobs).values(job);
}

/** One of the account's own. */
export async function findJob(ctx: Ctx, id: string): Promise<JobRow | undefined> {
  const own = eq(flexibleJobs.accountId, accountIdOf(ctx));
  const [row] = await ctx.db
    .select()
    .from(flexibleJobs)
    .where(and(eq(flexibleJobs.id, id), own));
  return row;
}

/** Whoever's it is, held until the transaction ends. */
export async function lockJob({ db }: Ctx, id: string): Promise<JobRow | undefined> {
  const [row] = await db.select().from(flexibleJobs).where(eq(flexibleJobs.id, id)).for("update");
  return row;
}

export async function countWaiting(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db
    .select({ waiting: count() })
    .from(flexibleJobs)
    .where(and(eq(flexibleJobs.accountId, accountIdOf(ctx)), eq(flexibleJobs.state, "waiting")));
  return row?.waiting ?? 0;
}

/** The account's, the newest first. */
export async function listJobs(
  ctx: Ctx,
  page: { after: { createdAt: Date; id: string } | null; limit: number },
): Promise<JobRow[]> {
  const { after, limit } = page;
  return ctx.db
    .select()
    .from(flexibleJobs)
    .where(
      and(
        eq(flexibleJobs.accountId, accountIdOf(ctx)),
        after
          ? or(
              lt(flexibleJobs.createdAt, after.createdAt),
              and(eq(flexibleJobs.createdAt, after.createdAt), lt(flexibleJobs.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(flexibleJobs.createdAt), desc(flexibleJobs.id))
    .limit(limit);
}

export async function readJobs(ctx: Ctx, ids: readonly string[]): Promise<JobRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .select()
    .from(flexibleJobs)
    .where(and(eq(flexibleJobs.accountId, accountIdOf(ctx)), inArray(flexibleJobs.id, [...ids])));
}

/** All that wait, and those that started and whose freeze time is to come: they are still looked at. */
export async function listToLookAt({ db }: Ctx, now: Date): Promise<JobRow[]> {
  return db
    .select()
    .from(flexibleJobs)
    .where(
      or(
        eq(flexibleJobs.state, "waiting"),
        and(eq(flexibleJobs.state, "started"), gte(flexibleJobs.freezeAt, now)),
      ),
    )
    .orderBy(asc(flexibleJobs.freezeAt), asc(flexibleJobs.id));
}

/** Those with a session, to freeze after this. */
export async function listStarted({ db }: Ctx, since: Date): Promise<{ id: string; sessionId: string }[]> {
  return db
    .select({ id: flexibleJobs.id, sessionId: sql<string>`${flexibleJobs.sessionId}` })
    .from(flexibleJobs)
    .where(
      and(
        eq(flexibleJobs.state, "started"),
        isNotNull(flexibleJobs.sessionId),
        gte(flexibleJobs.freezeAt, since),
      ),
    )
    .orderBy(asc(flexibleJobs.freezeAt), asc(flexibleJobs.id));
}

export async function changeJob({ db }: Ctx, id: string, change: Partial<JobRow>): Promise<void> {
  await db.update(flexibleJobs).set(change).where(eq(flexibleJobs.id, id));
}

/** A later look in the same hour takes the place of the earlier. */
export async function writeLook({ db }: Ctx, look: LookRow): Promise<void> {
  const { pricePerHour, marketPerHour, decision, because } = look;
  await db
    .insert(flexibleJobLooks)
    .values(look)
    .onConflictDoUpdate({
      target: [flexibleJobLooks.jobId, flexibleJobLooks.hour],
      set: { pricePerHour, marketPerHour, decision, because },
    });
}

export async function readLooks({ db }: Ctx, jobIds: readonly string[]): Promise<LookRow[]> {
  if (jobIds.length === 0) return [];
  return db
    .select()
    .from(flexibleJobLooks)
    .where(inArray(flexibleJobLooks.jobId, [...jobIds]))
    .orderBy(asc(flexibleJobLooks.jobId), asc(flexibleJobLooks.hour));
}
