import { and, eq, gt, or, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPrepared } from "../../platform/db/prepared.ts";
import { startBlocks } from "./tables.ts";

export type StartBlock = typeof startBlocks.$inferSelect;

/** What is about to begin, or, `extends`, to go on for longer than was agreed. */
export interface StartOf {
  consumer: string | null;
  gpuModel: string;
  /** Whose machine it is; of a reservation's, which are Berth's to find, nobody's. */
  providerId?: string | undefined;
  extends?: boolean;
}

// One number for each thing that is done by one at a time.
const BLOCKING = 7_305_119;

/** Starts go beside each other; a block waits for those under way, and those that come wait for it. */
export async function lockBlocks(ctx: Ctx, accountId: string, how: "alone" | "beside others"): Promise<void> {
  const lock = sql.raw(how === "alone" ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared");
  await runPrepared(ctx.db, sql`select ${lock}(${BLOCKING}::int, hashtext(${accountId}))`);
}

export async function writeBlock(ctx: Ctx, block: StartBlock): Promise<void> {
  const { until, message, extensionsToo, asksFirst } = block;
  await ctx.db
    .insert(startBlocks)
    .values(block)
    .onConflictDoUpdate({ target: startBlocks.by, set: { until, message, extensionsToo, asksFirst } });
}

export async function deleteBlock(ctx: Ctx, accountId: string, by: string): Promise<void> {
  await ctx.db.delete(startBlocks).where(and(eq(startBlocks.accountId, accountId), eq(startBlocks.by, by)));
}

export async function findBlock(
  ctx: Ctx,
  accountId: string,
  start: StartOf,
): Promise<StartBlock | undefined> {
  const concerns = or(
    eq(startBlocks.scope, "account"),
    and(eq(startBlocks.scope, "gpu"), eq(startBlocks.scopeValue, start.gpuModel)),
    start.consumer === null
      ? undefined
      : and(eq(startBlocks.scope, "consumer"), eq(startBlocks.scopeValue, start.consumer)),
    start.providerId === undefined
      ? undefined
      : and(eq(startBlocks.scope, "provider"), eq(startBlocks.scopeValue, start.providerId)),
  );
  const [block] = await ctx.db
    .select()
    .from(startBlocks)
    .where(
      and(
        eq(startBlocks.accountId, accountId),
        gt(startBlocks.until, ctx.now()),
        start.extends ? eq(startBlocks.extensionsToo, true) : undefined,
        concerns,
      ),
    )
    // One that keeps it from beginning at all is the answer where there is one.
    .orderBy(startBlocks.asksFirst, startBlocks.until)
    .limit(1);
  return block;
}

/**
 * Where nothing of an account may begin, or not without being asked: who looks for another machine does not look there.
 * The provider of the offer that was clicked is not among them, since the start itself was judged by it.
 */
export async function listBlockedProviders(
  { db, now }: Ctx,
  accountId: string,
  clickedOfferId: string,
): Promise<Set<string>> {
  const rows = await db.execute<{ provider_id: string }>(sql`
    select scope_value as provider_id from start_blocks
    where account_id = ${accountId} and scope = 'provider' and until > ${now().toISOString()}::timestamptz
      and scope_value is distinct from (select provider_id from offers where id = ${clickedOfferId})`);
  return new Set(rows.map(({ provider_id }) => provider_id));
}
