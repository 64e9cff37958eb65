import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Topic } from "../../events/catalog.ts";
import { type Kind, usual } from "../rules/kinds.ts";
import { alertChannels } from "./tables.ts";

export type ChannelRow = typeof alertChannels.$inferSelect;

const isOwn = (ctx: Ctx, id: string) =>
  and(eq(alertChannels.accountId, accountIdOf(ctx)), eq(alertChannels.id, id));

/** The account's channels, the console's own first, then the oldest. There are never many. */
export async function listChannels(ctx: Ctx): Promise<ChannelRow[]> {
  return ctx.db
    .select()
    .from(alertChannels)
    .where(eq(alertChannels.accountId, accountIdOf(ctx)))
    .orderBy(sql`${alertChannels.means} <> 'in-app'`, asc(alertChannels.createdAt), asc(alertChannels.id));
}

export async function findChannel(ctx: Ctx, id: string): Promise<ChannelRow | undefined> {
  const [row] = await ctx.db.select().from(alertChannels).where(isOwn(ctx, id));
  return row;
}

export async function lockChannel(ctx: Ctx, id: string): Promise<ChannelRow | undefined> {
  const [row] = await ctx.db.select().from(alertChannels).where(isOwn(ctx, id)).for("update");
  return row;
}

/** Whoever's it is. */
export async function findAnyChannel({ db }: Ctx, id: string): Promise<ChannelRow | undefined> {
  const [row] = await db.select().from(alertChannels).where(eq(alertChannels.id, id));
  return row;
}

/** Whoever's it is. */
export async function lockAnyChannel({ db }: Ctx, id: string): Promise<ChannelRow | undefined> {
  const [row] = await db.select().from(alertChannels).where(eq(alertChannels.id, id)).for("update");
  return row;
}

/** Makes one at a time in an account, so that those that are counted are all there are. */
export async function lockChannelsOfAccount(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(7305123, hashtext(${accountIdOf(ctx)}))`);
}

export async function insertChannel(ctx: Ctx, row: typeof alertChannels.$inferInsert): Promise<ChannelRow> {
  const [made] = await ctx.db.insert(alertChannels).values(row).returning();
  if (!made) throw new Error("an alert channel could not be written");
  return made;
}

export async function updateChannel(
  { db }: Ctx,
  id: string,
  change: Partial<typeof alertChannels.$inferInsert>,
): Promise<ChannelRow> {
  const [row] = await db.update(alertChannels).set(change).where(eq(alertChannels.id, id)).returning();
  if (!row) throw new Error(`the alert channel ${id} is gone`);
  return row;
}

export async function deleteChannel(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.delete(alertChannels).where(isOwn(ctx, id));
}

/** The console's own channel, which every account has: its id is made of the account's. */
export async function ensureBells({ db, now }: Ctx, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await db
    .insert(alertChannels)
    .values(
      accountIds.map((accountId) => ({
        id: accountId.replace(/^acc_/, "chn_"),
        accountId,
        means: "in-app" as const,
        name: "Console",
        kinds: [...usual],
        shown: "The bell of the console",
        zone: "UTC",
        perMinute: 6_000,
        createdBy: "Berth",
        createdAt: now(),
        sendsFrom: now(),
      })),
    )
    .onConflictDoNothing();
}

/** Whoever wants to be told of one of these, in these accounts or, where the market is asked for, in any. */
export async function listWanting(
  { db }: Ctx,
  accountIds: readonly string[],
  market: { kinds: readonly Kind[]; topics: readonly Topic[] },
): Promise<ChannelRow[]> {
  const own = accountIds.length > 0 ? inArray(alertChannels.accountId, [...accountIds]) : sql`false`;
  const among = (texts: readonly string[]) =>
    sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`;
  const ofMarket =
    market.topics.length > 0
      ? sql`${alertChannels.kinds} && ${among(market.kinds)} or ${alertChannels.topics} && ${among(market.topics)}`
      : sql`false`;
  return db
    .select()
    .from(alertChannels)
    .where(sql`${alertChannels.pausedAt} is null and (${own} or ${ofMarket})`);
}
