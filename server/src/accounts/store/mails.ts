import { eq, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { mails } from "./tables.ts";

export type MailRow = typeof mails.$inferSelect;

export async function insertMail(
  ctx: Ctx,
  mail: Pick<MailRow, "id" | "recipient" | "content" | "sealed" | "usefulUntil">,
): Promise<void> {
  const now = ctx.now();
  await ctx.db.insert(mails).values({ ...mail, createdAt: now, nextTryAt: now, attempts: 0 });
}

/**
 * Takes letters that are due and puts their next try off, in one statement: for that long they are
 * this process's, and if it dies they are anybody's again. The wait doubles with each try, from a
 * minute to an hour.
 */
export async function takeDueMails(ctx: Ctx, limit: number): Promise<MailRow[]> {
  const now = ctx.now();
  return ctx.db
    .update(mails)
    .set({
      attempts: sql`${mails.attempts} + 1`,
      nextTryAt: sql`${now.toISOString()}::timestamptz + make_interval(secs => least(60 * 2 ^ least(${mails.attempts}, 10), 3600))`,
    })
    .where(
      sql`${mails.id} in (
        select id from mails where failed_at is null and next_try_at <= ${now.toISOString()}::timestamptz
        order by next_try_at limit ${limit} for update skip locked)`,
    )
    .returning();
}

export async function deleteMail(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.delete(mails).where(eq(mails.id, id));
}

export async function noteFailedTry(ctx: Ctx, id: string, failure: string): Promise<void> {
  await ctx.db.update(mails).set({ failure }).where(eq(mails.id, id));
}

/** What it said is of no use to anybody any more; that it failed is. */
export async function markFailed(ctx: Ctx, id: string, failure: string): Promise<void> {
  await ctx.db.update(mails).set({ failedAt: ctx.now(), failure, content: null }).where(eq(mails.id, id));
}

export async function deleteFailedBefore(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.delete(mails).where(lt(mails.failedAt, before));
}
