import type { Ctx } from "../platform/context.ts";
import { settleBooks } from "./settle-books.ts";
import { type Balance, lockBooks, readBooks } from "./store/books.ts";

/**
 * Takes the account's books until the transaction ends, and does first what time has made due, so
 * that nothing that has expired is spent, however late the loop is. Without books there is nothing to take.
 */
export async function openBooks(ctx: Ctx, accountId: string): Promise<Balance | undefined> {
  const locked = await lockBooks(ctx, accountId);
  if (!locked?.nextDueAt || locked.nextDueAt > ctx.now()) return locked;
  await settleBooks(ctx, accountId);
  return readBooks(ctx, accountId);
}
