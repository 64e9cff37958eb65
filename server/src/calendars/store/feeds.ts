import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import { accountIdOf, personOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { calendarFeeds } from "./tables.ts";

export type FeedRow = typeof calendarFeeds.$inferSelect;

const isOwn = (ctx: Ctx) =>
  and(eq(calendarFeeds.accountId, accountIdOf(ctx)), eq(calendarFeeds.userId, personOf(ctx).userId));

/** Those of who asks, the oldest first. There are never many. */
export async function listFeeds(ctx: Ctx): Promise<FeedRow[]> {
  return ctx.db
    .select()
    .from(calendarFeeds)
    .where(isOwn(ctx))
    .orderBy(asc(calendarFeeds.createdAt), asc(calendarFeeds.id));
}

/** One person makes one at a time, so that those that are counted are all there are. */
export async function lockFeedsOf(ctx: Ctx): Promise<void> {
  const place = `${personOf(ctx).userId} ${accountIdOf(ctx)}`;
  await ctx.db.execute(sql`select pg_advisory_xact_lock(7305124, hashtext(${place}))`);
}

export async function insertFeed(ctx: Ctx, row: typeof calendarFeeds.$inferInsert): Promise<FeedRow> {
  const [made] = await ctx.db.insert(calendarFeeds).values(row).returning();
  if (!made) throw new Error("a calendar feed could not be written");
  return made;
}

/** Undefined where there is none of who asks. */
export async function updateFeed(
  ctx: Ctx,
  id: string,
  change: Pick<FeedRow, "tokenHash" | "rotatedAt">,
): Promise<FeedRow | undefined> {
  const [row] = await ctx.db
    .update(calendarFeeds)
    .set(change)
    .where(and(isOwn(ctx), eq(calendarFeeds.id, id)))
    .returning();
  return row;
}

export async function deleteFeed(ctx: Ctx, id: string): Promise<FeedRow | undefined> {
  const [row] = await ctx.db
    .delete(calendarFeeds)
    .where(and(isOwn(ctx), eq(calendarFeeds.id, id)))
    .returning();
  return row;
}

/** Whoever's it is. */
export async function findFeedByHash({ db }: Ctx, tokenHash: string): Promise<FeedRow | undefined> {
  const [row] = await db.select().from(calendarFeeds).where(eq(calendarFeeds.tokenHash, tokenHash));
  return row;
}

const NOTED_EVERY_MS = 60_000;

/** Calendar programs read often; that they do is written once a minute. */
export async function noteRead({ db, now }: Ctx, id: string): Promise<void> {
  const before = new Date(now().getTime() - NOTED_EVERY_MS);
  await db
    .update(calendarFeeds)
    .set({ lastReadAt: now() })
    .where(
      and(
        eq(calendarFeeds.id, id),
        or(isNull(calendarFeeds.lastReadAt), lt(calendarFeeds.lastReadAt, before)),
      ),
    );
}
