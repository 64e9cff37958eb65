import { eq } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { users } from "./tables.ts";

export interface UserRow {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
}

const columns = { id: users.id, name: users.name, email: users.email, emailVerified: users.emailVerified };

export async function readUser(ctx: Ctx, userId: string): Promise<UserRow> {
  const [row] = await ctx.db.select(columns).from(users).where(eq(users.id, userId));
  if (!row) throw new Error("the person who asks is gone");
  return row;
}

/** The person's row is held until the transaction ends. */
export async function lockUser(ctx: Ctx, userId: string): Promise<UserRow> {
  const [row] = await ctx.db.select(columns).from(users).where(eq(users.id, userId)).for("no key update");
  if (!row) throw new Error("the person who asks is gone");
  return row;
}
