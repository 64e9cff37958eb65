import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { CloudId } from "../../providers/clouds.ts";
import { accountIdOf } from "../asking.ts";
import { providerKeys, users } from "./tables.ts";

export interface ProviderKeyRow {
  providerId: string;
  hint: string;
  setAt: Date;
  setBy: { id: string; name: string; email: string } | null;
}

export async function listProviderKeys(ctx: Ctx): Promise<ProviderKeyRow[]> {
  return ctx.db
    .select({
      providerId: providerKeys.providerId,
      hint: providerKeys.hint,
      setAt: providerKeys.setAt,
      setBy: { id: users.id, name: users.name, email: users.email },
    })
    .from(providerKeys)
    .leftJoin(users, eq(users.id, providerKeys.setBy))
    .where(eq(providerKeys.accountId, accountIdOf(ctx)));
}

export async function saveProviderKey(
  ctx: Ctx,
  key: { providerId: CloudId; sealedKey: string; hint: string; setBy: string },
): Promise<void> {
  const { providerId, ...rest } = key;
  const row = { ...rest, setAt: ctx.now() };
  await ctx.db
    .insert(providerKeys)
    .values({ accountId: accountIdOf(ctx), providerId, ...row })
    .onConflictDoUpdate({ target: [providerKeys.accountId, providerKeys.providerId], set: row });
}

/** False when there was none. */
export async function deleteProviderKey(ctx: Ctx, providerId: CloudId): Promise<boolean> {
  const rows = await ctx.db.delete(providerKeys).where(ofOwn(ctx, providerId)).returning();
  return rows.length > 0;
}

export async function findSealedProviderKey(ctx: Ctx, providerId: CloudId): Promise<string | null> {
  const [row] = await ctx.db
    .select({ sealedKey: providerKeys.sealedKey })
    .from(providerKeys)
    .where(ofOwn(ctx, providerId));
  return row?.sealedKey ?? null;
}

function ofOwn(ctx: Ctx, providerId: CloudId) {
  return and(eq(providerKeys.accountId, accountIdOf(ctx)), eq(providerKeys.providerId, providerId));
}
