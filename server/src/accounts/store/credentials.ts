import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { credentials, users } from "./tables.ts";

/** Makes the person with this address, or gives the one there is this name; says who it is. */
export async function putUser(ctx: Ctx, user: { name: string; email: string }): Promise<string> {
  const now = ctx.now();
  const [row] = await ctx.db
    .insert(users)
    .values({ id: ctx.newId("usr"), ...user, emailVerified: true, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: users.email,
      set: { name: user.name, emailVerified: true, updatedAt: now },
    })
    .returning({ id: users.id });
  if (!row) throw new Error("a person just written is gone");
  return row.id;
}

/** The library's own kind of credential, under the names that it looks for. */
export async function putPassword(ctx: Ctx, userId: string, passwordHash: string): Promise<void> {
  const now = ctx.now();
  await ctx.db
    .insert(credentials)
    .values({
      id: ctx.newId("cre"),
      userId,
      providerId: "credential",
      accountId: userId,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoUpdate({
      target: [credentials.providerId, credentials.accountId],
      set: { password: sql`excluded.password_hash`, updatedAt: now },
    });
}
