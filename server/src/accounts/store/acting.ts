import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Key, Person, Scope } from "../../values/actor.ts";
import { apiKeys, members, users } from "./tables.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

export async function findMemberAs(
  { db, now }: Ctx,
  accountId: string,
  userId: string,
  place: string,
): Promise<Person | null> {
  const [row] = await db
    .select({ role: members.role, name: users.name, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.accountId, accountId), eq(members.userId, userId)));
  if (!row) return null;
  const expiresAt = new Date(now().getTime() + DAY_MS);
  return { kind: "person", userId, accountId, ...row, signInId: place, runsBerth: false, expiresAt };
}

export async function findKeyById({ db, now }: Ctx, accountId: string, keyId: string): Promise<Key | null> {
  const [row] = await db
    .select({
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      consumers: apiKeys.consumers,
      spendCeilingPerDay: apiKeys.spendCeilingPerDay,
      expiresAt: apiKeys.expiresAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.accountId, accountId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)));
  if (!row || (row.expiresAt !== null && row.expiresAt <= now())) return null;
  return { kind: "key", keyId, accountId, ...row, scopes: row.scopes as Scope[] };
}
