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
  const { actor } = ctx;
  if (actor.kind !== "key" || actor.spendCeilingPerDay === null) return;
  const ceiling = actor.spendCeilingPerDay;
  const today = new Date(Math.floor(ctx.now().getTime() / DAY_MS) * DAY_MS);
  const used = await readSetAsideBy(ctx, { accountId, keyId: actor.keyId, since: today });
  if (used + needed <= ceiling) return;
  const left = used < ceiling ? ceiling - used : 0n;
  throw new KeyCeilingReached(actor.name, { needed, ceiling, left }, new Date(today.getTime() + DAY_MS));
}
