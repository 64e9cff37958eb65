import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { KeyCeilingReached } from "./refusals.ts";
import { readSetAsideBy } from "./store/key-spending.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * The account's books are locked, so of two that are asked by one key at once the second sees the first. What was given
 * back of a hold no longer counts, so that an hour of twelve that were set aside is an hour.
 */
export async function keepToCeiling(ctx: Ctx, accountId: string, needed: Usd): Promise<void> {
  const day = await readKeyDay(ctx, accountId);
  if (!day || needed <= day.left) return;
  const { name, ceiling, left, endsAt } = day;
  throw new KeyCeilingReached(name, { needed, ceiling, left }, endsAt);
}

/** How much the key that asks may still set aside on this day, in UTC; null for who has no such limit. */
export async function readKeyDay(
  ctx: Ctx,
  accountId: string,
): Promise<{ name: string; ceiling: Usd; left: Usd; endsAt: Date } | null> {
  const { actor } = ctx;
  if (actor.kind !== "key" || actor.spendCeilingPerDay === null) return null;
  const { name, keyId, spendCeilingPerDay: ceiling } = actor;
  const today = new Date(Math.floor(ctx.now().getTime() / DAY_MS) * DAY_MS);
  const used = await readSetAsideBy(ctx, { accountId, keyId, since: today });
  const left = used < ceiling ? ceiling - used : 0n;
  return { name, ceiling, left, endsAt: new Date(today.getTime() + DAY_MS) };
}
