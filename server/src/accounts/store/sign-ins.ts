import { and, desc, eq, gt, lt } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { signIns, verifications } from "./tables.ts";

export interface SignInRow {
  id: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

const columns = {
  id: signIns.id,
  ipAddress: signIns.ipAddress,
  userAgent: signIns.userAgent,
  createdAt: signIns.createdAt,
  lastSeenAt: signIns.lastSeenAt,
  expiresAt: signIns.expiresAt,
};

const MOST_SIGN_INS = 100;

export async function listSignIns(ctx: Ctx, userId: string): Promise<SignInRow[]> {
  return ctx.db
    .select(columns)
    .from(signIns)
    .where(and(eq(signIns.userId, userId), gt(signIns.expiresAt, ctx.now())))
    .orderBy(desc(signIns.lastSeenAt), desc(signIns.id))
    .limit(MOST_SIGN_INS);
}

/** That somebody signed out is told by the database itself, whoever deletes the row. */
export async function deleteSignIn(ctx: Ctx, userId: string, id: string): Promise<SignInRow | undefined> {
  const [row] = await ctx.db
    .delete(signIns)
    .where(and(eq(signIns.userId, userId), eq(signIns.id, id)))
    .returning(columns);
  return row;
}

export async function updateActiveAccount(ctx: Ctx, signInId: string, accountId: string): Promise<boolean> {
  const rows = await ctx.db
    .update(signIns)
    .set({ activeAccountId: accountId })
    .where(eq(signIns.id, signInId))
    .returning({ id: signIns.id });
  return rows.length > 0;
}

/** Wherever the person works in one account, they work in another from now on. */
export async function moveSignIns(ctx: Ctx, userId: string, from: string, to: string): Promise<void> {
  await ctx.db
    .update(signIns)
    .set({ activeAccountId: to })
    .where(and(eq(signIns.userId, userId), eq(signIns.activeAccountId, from)));
}

/** Deletes what ran out: sign-ins nobody can use any more, links nobody came back with. */
export async function deleteExpired(ctx: Ctx): Promise<void> {
  await ctx.db.delete(signIns).where(lt(signIns.expiresAt, ctx.now()));
  await ctx.db.delete(verifications).where(lt(verifications.expiresAt, ctx.now()));
}
