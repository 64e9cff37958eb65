import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { formatUsd, type Usd } from "../values/money.ts";
import { getHold } from "./get-open-hold.ts";
import { openBooks } from "./open-books.ts";
import { ReferenceTaken } from "./refusals.ts";
import { dueWhenBack, settleIfEnded } from "./release.ts";
import { move } from "./rules/books.ts";
import { takeBack } from "./rules/draw.ts";
import { post } from "./store/books.ts";
import { noteRefunded, refundParts } from "./store/holds.ts";

export interface Refund {
  accountId: string;
  /** What was captured from this hold is what may come back. */
  holdId: string;
  amount: Usd;
  /** Given back under this name once. */
  reference: string;
  note: string;
}

export class BeyondCaptured extends Error {
  readonly refundable: Usd;
  constructor(holdId: string, refundable: Usd) {
    super(`of the hold ${holdId} only ${formatUsd(refundable)} can still be refunded`);
    this.refundable = refundable;
  }
}

/**
 * Within a transaction, and as its last act: gives back what was spent, to the lots that it came from
 * and with their ends; to one that has ended, it comes back and expires at once, and both are told.
 */
export async function refund(ctx: Ctx, asked: Refund): Promise<{ already: boolean }> {
  const { accountId, holdId, amount, reference, note } = asked;
  if (amount <= 0n) throw new RangeError("a refund is of something");
  await openBooks(ctx, accountId);
  const { hold, earlier } = await getHold(ctx, accountId, holdId, { kind: "refund", reference });
  if (earlier) {
    if (earlier.holdId !== holdId || earlier.amount !== amount) throw new ReferenceTaken(reference);
    return { already: true };
  }
  const spent = hold.parts.map((part) => ({ lotId: part.lotId, amount: part.captured - part.refunded }));
  const parts = takeBack(spent, amount);
  if (!parts) throw new BeyondCaptured(holdId, hold.captured - hold.refunded);
  const { balance } = await post(ctx, accountId, {
    kind: "refund",
    amount,
    entries: move("refunds", "available", parts),
    note,
    reference,
    holdId,
    dueAt: dueWhenBack(hold.parts, parts),
    also: [refundParts(holdId, parts), noteRefunded(holdId, amount)],
  });
  await record(ctx, {
    topic: "credits.refunded",
    subject: holdId,
    accountId,
    payload: { seq: balance.seq.toString(), amount: formatUsd(amount), purpose: hold.purpose },
  });
  await settleIfEnded(ctx, accountId, hold.parts, parts);
  return { already: false };
}
