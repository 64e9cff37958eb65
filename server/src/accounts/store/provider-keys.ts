import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { CloudId } from "../../providers/clouds.ts";
import { accountIdOf } from "../asking.ts";
import { accounts, providerKeys, users } from "./tables.ts";

export interface ProviderKeyRow {
  id: string;
  providerId: string;
  hint: string;
  setAt: Date;
  setBy: { id: string; name: string; email: string } | null;
  /** When the provider took it, as it was set; or why it could not be tried then. */
  workedAt: Date | null;
  notTried: string | null;
}

/** A key as it is kept, whoever's it is; for those who speak with clouds. */
export interface KeptKeyRow {
  id: string;
  accountId: string;
  providerId: string;
  sealedKey: string | null;
  removedAt: Date | null;
}

const kept = {
  id: providerKeys.id,
  accountId: providerKeys.accountId,
  providerId: providerKeys.providerId,
  sealedKey: providerKeys.sealedKey,
  removedAt: providerKeys.removedAt,
};

export async function listProviderKeys(ctx: Ctx): Promise<ProviderKeyRow[]> {
  return ctx.db
    .select({
      id: providerKeys.id,
      providerId: providerKeys.providerId,
      hint: providerKeys.hint,
      setAt: providerKeys.setAt,
      setBy: { id: users.id, name: users.name, email: users.email },
      workedAt: providerKeys.workedAt,
      notTried: providerKeys.notTried,
    })
    .from(providerKeys)
    .leftJoin(users, eq(users.id, providerKeys.setBy))
    .where(and(eq(providerKeys.accountId, accountIdOf(ctx)), isNull(providerKeys.removedAt)));
}

/** Within a transaction: one that was there before rents nothing more. */
export async function saveProviderKey(
  ctx: Ctx,
  key: { providerId: CloudId; sealedKey: string; hint: string; setBy: string } & Pick<
    ProviderKeyRow,
    "workedAt" | "notTried"
  >,
): Promise<void> {
  const accountId = accountIdOf(ctx);
  // Two who set one at the same time come one after the other.
  await ctx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for("no key update");
  await retireProviderKey(ctx, key.providerId);
  await ctx.db.insert(providerKeys).values({ id: ctx.newId("pky"), accountId, ...key, setAt: ctx.now() });
}

/** False when there was none. */
export async function retireProviderKey(ctx: Ctx, providerId: CloudId): Promise<boolean> {
  const rows = await ctx.db
    .update(providerKeys)
    .set({ removedAt: ctx.now() })
    .where(ofAccount(accountIdOf(ctx), providerId))
    .returning({ id: providerKeys.id });
  return rows.length > 0;
}

/** Those that an account rents with. */
export async function listKeysThatRent(ctx: Ctx, accountId: string): Promise<KeptKeyRow[]> {
  return ctx.db.select(kept).from(providerKeys).where(ofAccount(accountId));
}

/** All that are not erased. */
export async function listKeptKeys(ctx: Ctx): Promise<KeptKeyRow[]> {
  return ctx.db.select(kept).from(providerKeys).where(isNotNull(providerKeys.sealedKey));
}

export async function readKeptKey(ctx: Ctx, id: string): Promise<KeptKeyRow | undefined> {
  const [row] = await ctx.db.select(kept).from(providerKeys).where(eq(providerKeys.id, id));
  return row;
}

/** Until the transaction ends it stays what it is: set, or removed, or erased. */
export async function lockKeptKey(
  ctx: Ctx,
  id: string,
  how: "beside others" | "alone",
): Promise<KeptKeyRow | undefined> {
  const [row] = await ctx.db
    .select(kept)
    .from(providerKeys)
    .where(eq(providerKeys.id, id))
    .for(how === "alone" ? "update" : "share");
  return row;
}

export async function eraseKey(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.update(providerKeys).set({ sealedKey: null }).where(eq(providerKeys.id, id));
}

function ofAccount(accountId: string, providerId?: CloudId) {
  return and(
    eq(providerKeys.accountId, accountId),
    providerId === undefined ? undefined : eq(providerKeys.providerId, providerId),
    isNull(providerKeys.removedAt),
  );
}
