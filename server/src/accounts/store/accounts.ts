import { and, asc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPrepared } from "../../platform/db/prepared.ts";
import type { Plan } from "../../values/plan.ts";
import { accountIdOf } from "../asking.ts";
import { accounts, members } from "./tables.ts";

export type AccountRow = typeof accounts.$inferSelect;

export async function insertAccount(ctx: Ctx, account: AccountRow): Promise<void> {
  await ctx.db.insert(accounts).values(account);
}

export async function readOwnAccount(ctx: Ctx): Promise<AccountRow> {
  const [row] = await ctx.db
    .select()
    .from(accounts)
    .where(eq(accounts.id, accountIdOf(ctx)));
  if (!row) throw new Error("the account of the one who asks is gone");
  return row;
}

export async function findAccount({ db }: Ctx, accountId: string): Promise<AccountRow | undefined> {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  return row;
}

export async function findPlan({ db }: Ctx, accountId: string): Promise<Plan | undefined> {
  const [row] = await runPrepared<[Plan]>(db, sql`select plan from accounts where id = ${accountId}`);
  return row?.[0];
}

/** The account's row, held until the transaction ends: what counts its parts does so one at a time. */
export async function lockOwnAccount(ctx: Ctx): Promise<AccountRow> {
  const [row] = await ctx.db
    .select()
    .from(accounts)
    .where(eq(accounts.id, accountIdOf(ctx)))
    .for("no key update");
  if (!row) throw new Error("the account of the one who asks is gone");
  return row;
}

export async function updateName(ctx: Ctx, name: string): Promise<void> {
  await ctx.db
    .update(accounts)
    .set({ name })
    .where(eq(accounts.id, accountIdOf(ctx)));
}

export async function updatePlan({ db }: Ctx, accountId: string, plan: Plan): Promise<void> {
  await db.update(accounts).set({ plan }).where(eq(accounts.id, accountId));
}

const MOST_ACCOUNTS = 100;

/** The accounts that a person belongs to, the oldest membership first. */
export async function listAccountsOf(ctx: Ctx, userId: string): Promise<AccountRow[]> {
  return ctx.db
    .select({ id: accounts.id, name: accounts.name, createdAt: accounts.createdAt, plan: accounts.plan })
    .from(members)
    .innerJoin(accounts, eq(accounts.id, members.accountId))
    .where(eq(members.userId, userId))
    .orderBy(asc(members.joinedAt), asc(members.id))
    .limit(MOST_ACCOUNTS);
}

export async function findAccountOf(
  ctx: Ctx,
  userId: string,
  accountId: string,
): Promise<AccountRow | undefined> {
  const [row] = await ctx.db
    .select({ id: accounts.id, name: accounts.name, createdAt: accounts.createdAt, plan: accounts.plan })
    .from(members)
    .innerJoin(accounts, eq(accounts.id, members.accountId))
    .where(and(eq(members.userId, userId), eq(members.accountId, accountId)));
  return row;
}
