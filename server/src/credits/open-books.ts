import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { settleBooks } from "./settle-books.ts";
import { type Balance, lockBooks, readBooks } from "./store/books.ts";

/**
 * Takes the account's books until the transaction ends, and does first what time has made due, so
 * that nothing that has expired is spent, however late the loop is. With `atLeast`, nothing is taken
 * unless so much is available; without books there is nothing to take.
 */
export async function openBooks(ctx: Ctx, accountId: string, atLeast?: Usd): Promise<Balance | undefined> {
  const locked = await lockBooks(ctx, accountId, atLeast);
  if (!locked?.nextDueAt || locked.nextDueAt > ctx.now()) return locked;
  await settleBooks(ctx, accountId);
  return readBooks(ctx, accountId);
}
