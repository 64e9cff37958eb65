import { and, count, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { accountIdOf } from "../asking.ts";
import { apiKeys, users } from "./tables.ts";

export type NewApiKey = Omit<typeof apiKeys.$inferInsert, "accountId">;

export interface ApiKeyRow {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  spendCeilingPerDay: bigint | null;
  consumers: string[] | null;
  createdBy: { id: string; name: string; email: string } | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  rotatedAt: Date | null;
  oldUntil: Date | null;
}

// The hash is not among them: no row that leaves this room carries it.
const columns = {
  id: apiKeys.id,
  name: apiKeys.name,
  hint: apiKeys.hint,
  scopes: apiKeys.scopes,
  spendCeilingPerDay: apiKeys.spendCeilingPerDay,
  consumers: apiKeys.consumers,
  createdBy: { id: users.id, name: users.name, email: users.email },
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  revokedAt: apiKeys.revokedAt,
  lastUsedAt: apiKeys.lastUsedAt,
  rotatedAt: apiKeys.rotatedAt,
  oldUntil: apiKeys.oldUntil,
};

const MOST_KEYS = 200;

/** Live and revoked ones, the newest first. */
export async function listApiKeys(ctx: Ctx): Promise<ApiKeyRow[]> {
  return ctx.db
    .select(columns)
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(eq(apiKeys.accountId, accountIdOf(ctx)))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(MOST_KEYS);
}

export async function findApiKey(ctx: Ctx, id: string): Promise<ApiKeyRow | undefined> {
  const [row] = await ctx.db
    .select(columns)
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(and(eq(apiKeys.accountId, accountIdOf(ctx)), eq(apiKeys.id, id)));
  return row;
}

export async function countLiveApiKeys(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db
    .select({ live: count() })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.accountId, accountIdOf(ctx)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, ctx.now())),
      ),
    );
  return row?.live ?? 0;
}

export async function insertApiKey(ctx: Ctx, key: NewApiKey): Promise<void> {
  await ctx.db.insert(apiKeys).values({ ...key, accountId: accountIdOf(ctx) });
}

/** Gives a live key a new secret; what it had is good until then, and what it had before that no more. */
export async function replaceSecret(
  ctx: Ctx,
  id: string,
  secret: { hash: string; hint: string; shownTo: string },
  oldUntil: Date,
): Promise<boolean> {
  const now = ctx.now();
  const rows = await ctx.db
    .update(apiKeys)
    .set({
      ...secret,
      oldHash: sql`${apiKeys.hash}`,
      oldShownTo: sql`coalesce(${apiKeys.shownTo}, ${apiKeys.createdBy})`,
      oldUntil,
      rotatedAt: now,
    })
    .where(
      and(
        eq(apiKeys.accountId, accountIdOf(ctx)),
        eq(apiKeys.id, id),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    )
    .returning({ id: apiKeys.id });
  return rows.length > 0;
}

/** The account's live keys that a user was shown a secret of: the one that is good, or only the one before it. */
export async function listKeysShownTo(
  ctx: Ctx,
  userId: string,
): Promise<{ id: string; name: string; scopes: string[]; onlyOld: boolean }[]> {
  const shown = sql<boolean>`coalesce(${apiKeys.shownTo}, ${apiKeys.createdBy}) = ${userId}`;
  const shownOld = and(eq(apiKeys.oldShownTo, userId), gt(apiKeys.oldUntil, ctx.now()));
  return ctx.db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      onlyOld: sql<boolean>`not ${shown}`,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.accountId, accountIdOf(ctx)), isNull(apiKeys.revokedAt), or(shown, shownOld)))
    .orderBy(apiKeys.createdAt, apiKeys.id);
}

/** The secret that it had before is good no more. */
export async function endOldSecret(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .update(apiKeys)
    .set({ oldUntil: ctx.now() })
    .where(and(eq(apiKeys.accountId, accountIdOf(ctx)), eq(apiKeys.id, id)));
}

/** False when there is none of this account's, or it was revoked before. */
export async function markRevoked(ctx: Ctx, id: string): Promise<boolean> {
  const rows = await ctx.db
    .update(apiKeys)
    .set({ revokedAt: ctx.now() })
    .where(and(eq(apiKeys.accountId, accountIdOf(ctx)), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return rows.length > 0;
}
