import { and, asc, eq, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { wallLinks } from "./tables.ts";

export type WallLinkRow = typeof wallLinks.$inferSelect;

/** The account's, the oldest first. */
export async function listWallLinks(ctx: Ctx): Promise<WallLinkRow[]> {
  return ctx.db
    .select()
    .from(wallLinks)
    .where(eq(wallLinks.accountId, accountIdOf(ctx)))
    .orderBy(asc(wallLinks.createdAt), asc(wallLinks.id));
}

/** One is made at a time in an account, so that their number is what it is. */
export async function lockWallLinks(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(7305124, hashtext(${accountIdOf(ctx)}))`);
}

export async function insertWallLink({ db }: Ctx, row: typeof wallLinks.$inferInsert): Promise<WallLinkRow> {
  const [made] = await db.insert(wallLinks).values(row).returning();
  if (!made) throw new Error("a link for a wall screen could not be written");
  return made;
}

export async function deleteWallLink(ctx: Ctx, id: string): Promise<WallLinkRow | undefined> {
  const [row] = await ctx.db
    .delete(wallLinks)
    .where(and(eq(wallLinks.accountId, accountIdOf(ctx)), eq(wallLinks.id, id)))
    .returning();
  return row;
}

/** Whoever's it is, where the token is the one that was given out for it. */
export async function findWallLink(
  { db }: Ctx,
  id: string,
  tokenHash: string,
): Promise<WallLinkRow | undefined> {
  const [row] = await db
    .select()
    .from(wallLinks)
    .where(and(eq(wallLinks.id, id), eq(wallLinks.tokenHash, tokenHash)));
  return row;
}

/** Written once a minute at most. */
export async function noteWallRead({ db, now }: Ctx, id: string): Promise<void> {
  const at = sql`${now().toISOString()}::timestamptz`;
  await db
    .update(wallLinks)
    .set({ readAt: now() })
    .where(
      and(
        eq(wallLinks.id, id),
        sql`(${wallLinks.readAt} is null or ${wallLinks.readAt} < ${at} - interval '1 minute')`,
      ),
    );
}
