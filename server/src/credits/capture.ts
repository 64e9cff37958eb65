import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { formatUsd, type Usd } from "../values/money.ts";
import { getOpenHold } from "./get-open-hold.ts";
import { openBooks } from "./open-books.ts";
import { BeyondHold, ReferenceTaken } from "./refusals.ts";
import { giveBack } from "./release.ts";
import { move } from "./rules/books.ts";
import { take } from "./rules/draw.ts";
import { post } from "./store/books.ts";
import { captureParts, closeHold, type HoldRow, noteCaptured } from "./store/holds.ts";

export interface Capture {
  accountId: string;
  holdId: string;
  /** May be nothing only if it is the last. */
  amount: Usd;
  /** What is charged for, such as a session and an interval of it: it is charged once. */
  reference: string;
  note: string;
  /** Nothing more comes: what is left is given back and the hold is over. */
  last?: boolean | undefined;
}

export interface Captured {
  amount: Usd;
  /** It was done before, under the same reference, and nothing was done now. */
  already: boolean;
}

/**
 * Within a transaction, and as its last act: spends some of what is held, soonest-expiring first. A
 * hold may be captured from many times, up to what it holds, as long as it is open.
 */
export async function capture(ctx: Ctx, asked: Capture): Promise<Captured> {
  const { accountId, holdId, amount, reference, note, last = false } = asked;
  if (amount < 0n || (amount === 0n && !last)) throw new RangeError("a capture is of something");
  await openBooks(ctx, accountId);
  const { hold, earlier } = await getOpenHold(ctx, accountId, holdId, { kind: "capture", reference });
  if (earlier) {
    if (earlier.holdId !== holdId || earlier.amount !== amount) throw new ReferenceTaken(reference);
    return { amount, already: true };
  }
  const held = hold.parts.map((part) => ({ lotId: part.lotId, amount: part.held }));
  const parts = take(held, amount);
  if (!parts) throw new BeyondHold(holdId, hold.amount - hold.captured - hold.released);
  if (amount > 0n) await spend(ctx, hold, parts, { amount, reference, note });
  if (last) {
    const spent = new Map(parts.map((part) => [part.lotId, part.amount]));
    const rest = hold.parts.map((part) => ({ ...part, held: part.held - (spent.get(part.lotId) ?? 0n) }));
    await giveBack(ctx, { ...hold, parts: rest }, "release", note);
    await closeHold(ctx, holdId, hold.captured + amount > 0n ? "captured" : "released");
  }
  return { amount, already: false };
}

async function spend(
  ctx: Ctx,
  { id: holdId, accountId, purpose }: HoldRow,
  parts: readonly { lotId: string; amount: Usd }[],
  { amount, reference, note }: Pick<Capture, "amount" | "reference" | "note">,
): Promise<void> {
  const { balance } = await post(ctx, accountId, {
    kind: "capture",
    amount,
    entries: move("held", "spent", parts),
    note,
    reference,
    holdId,
    also: [captureParts(holdId, parts), noteCaptured(holdId, amount)],
  });
  await record(ctx, {
    topic: "credits.captured",
    subject: holdId,
    accountId,
    payload: { seq: balance.seq.toString(), amount: formatUsd(amount), purpose },
  });
}
