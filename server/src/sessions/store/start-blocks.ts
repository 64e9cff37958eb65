import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPrepared, runPreparedByName } from "../../platform/db/prepared.ts";
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

/** What stands in the way, if anything does. Takes the lock beside others first: no block is written unseen. */
export async function findBlock(
  ctx: Ctx,
  accountId: string,
  start: StartOf,
): Promise<StartBlock | undefined> {
  const blocks = await runPreparedByName<Omit<StartBlock, "until"> & { until: string }>(
    ctx.db,
    sql`select written_by as "by", account_id as "accountId", scope, scope_value as "scopeValue",
      extensions_too as "extensionsToo", asks_first as "asksFirst", message, until from start_blocks_seen(${accountId})`,
  );
  const concerned: Record<StartBlock["scope"], string | null | undefined> = {
    account: null,
    gpu: start.gpuModel,
    consumer: start.consumer ?? undefined,
    provider: start.providerId,
  };
  const [block] = blocks
    .map((row) => ({ ...row, until: new Date(row.until) }))
    .filter(({ until, extensionsToo }) => until > ctx.now() && (extensionsToo || !start.extends))
    .filter(({ scope, scopeValue }) => concerned[scope] === scopeValue)
    // One that keeps it from beginning at all is the answer where there is one.
    .toSorted((a, b) => Number(a.asksFirst) - Number(b.asksFirst) || a.until.getTime() - b.until.getTime());
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
