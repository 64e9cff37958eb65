import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { formatUsd, type Usd } from "../values/money.ts";
import { keepToCeiling } from "./keep-to-ceiling.ts";
import { lockBooks, makeBooks } from "./store/books.ts";
import { addToBill, addToPlan, closeBill, insertBill } from "./store/own-bills.ts";

// What a provider bills to a team's own account there is no credit: nothing of it is held, captured or given back, and
// no book changes. It is spent all the same, by whoever has a ceiling or a budget; so what is planned and what it comes
// to is written beside the ledger, under the ledger's lock, for those who ask what an account or a key has spent.

interface OwnBill {
  accountId: string;
  /** The id of what it is for. */
  purpose: string;
  amount: Usd;
}

/** Within a transaction, and as its last act: what something may come to. Throws KeyCeilingReached. */
export async function planOwnBill(ctx: Ctx, { accountId, purpose, amount }: OwnBill): Promise<void> {
  await open(ctx, accountId);
  await keepToCeiling(ctx, accountId, amount);
  await insertBill(ctx, { accountId, purpose, amount });
  await tell(ctx, "own-bill.planned", { accountId, purpose, amount });
}

/** Within a transaction, and as its last act: it may come to so much more. */
export async function raiseOwnBill(ctx: Ctx, { accountId, purpose, amount }: OwnBill): Promise<void> {
  await open(ctx, accountId);
  await keepToCeiling(ctx, accountId, amount);
  await addToPlan(ctx, { accountId, purpose, amount });
  await tell(ctx, "own-bill.planned", { accountId, purpose, amount });
}

/** Within a transaction, and as its last act: what came to be billed, once for a reference. */
export async function noteOwnBill(ctx: Ctx, bill: OwnBill & { reference: string }): Promise<void> {
  await open(ctx, bill.accountId);
  await addToBill(ctx, bill);
  await tell(ctx, "own-bill.came-to", bill);
}

/** Within a transaction: nothing more comes, and what was planned beyond that is planned no more. */
export async function closeOwnBill(ctx: Ctx, purpose: string): Promise<void> {
  await closeBill(ctx, purpose);
}

async function open(ctx: Ctx, accountId: string): Promise<void> {
  await makeBooks(ctx, accountId);
  await lockBooks(ctx, accountId);
}

async function tell(
  ctx: Ctx,
  topic: "own-bill.planned" | "own-bill.came-to",
  { accountId, purpose, amount }: OwnBill,
): Promise<void> {
  // Not of its session: that has a history of its own, and this comes every minute.
  await record(ctx, { topic, accountId, payload: { amount: formatUsd(amount), purpose } });
}
