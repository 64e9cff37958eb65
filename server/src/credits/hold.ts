import { writable } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { formatUsd, type Usd } from "../values/money.ts";
import { getOpenHold } from "./get-open-hold.ts";
import { keepToCeiling } from "./keep-to-ceiling.ts";
import { InsufficientCredits } from "./refusals.ts";
import { move, type Part } from "./rules/books.ts";
import { take } from "./rules/draw.ts";
import { settleBooks } from "./settle-books.ts";
import { lockToDraw, post, readBooks } from "./store/books.ts";
import { addParts, newHold, raise } from "./store/holds.ts";

export interface HoldCredits {
  /** Made by who writes it down before; a hold is the last thing that a transaction does. */
  id?: string | undefined;
  accountId: string;
  amount: Usd;
  /** The id of what it is for. */
  purpose: string;
  /** Nobody need give it back after that: it gives itself back. */
  lapsesAt: Date;
  note?: string | undefined;
}

/**
 * Within a transaction, and as its last act: sets credit aside. Throws InsufficientCredits or
 * KeyCeilingReached, and then nothing has happened. Answers with the hold's id.
 */
export async function hold(ctx: Ctx, asked: HoldCredits): Promise<string> {
  const { accountId, amount, purpose, lapsesAt } = asked;
  if (amount <= 0n) throw new RangeError("a hold is of something");
  if (lapsesAt <= ctx.now()) throw new RangeError("a hold lapses later than now");
  const parts = await draw(ctx, accountId, amount);
  const holdId = asked.id ?? ctx.newId("hld");
  await setAside(ctx, { accountId, amount, purpose, holdId, parts }, asked.note, [
    newHold(ctx, { id: holdId, accountId, purpose, amount, lapsesAt }),
    addParts(holdId, parts),
  ]);
  return holdId;
}

export interface RaiseHold {
  accountId: string;
  holdId: string;
  by: Usd;
  /** Left out, it lapses when it would have. */
  lapsesAt?: Date | undefined;
  note?: string | undefined;
}

/** Within a transaction, and as its last act: sets more aside for what a hold is for. */
export async function raiseHold(
  ctx: Ctx,
  { accountId, holdId, by, lapsesAt, note }: RaiseHold,
): Promise<void> {
  if (by <= 0n) throw new RangeError("a hold is raised by something");
  const parts = await draw(ctx, accountId, by);
  const { hold } = await getOpenHold(ctx, accountId, holdId);
  await setAside(ctx, { accountId, amount: by, purpose: hold.purpose, holdId, parts }, note, [
    raise(holdId, by, lapsesAt ?? hold.lapsesAt),
    addParts(holdId, parts),
  ]);
}

/** Takes the books, and says from which lots so much is to be taken. */
async function draw(ctx: Ctx, accountId: string, amount: Usd): Promise<Part[]> {
  for (;;) {
    const drawable = await lockToDraw(ctx, accountId, amount);
    if (!drawable) {
      const available = (await readBooks(ctx, accountId))?.available ?? 0n;
      if (available < amount) throw new InsufficientCredits(amount, available);
      // It came in a moment ago: ask for the books again.
    } else if (drawable.isDue) await settleBooks(ctx, accountId);
    else {
      await keepToCeiling(ctx, accountId, amount);
      const parts = take(drawable.lots, amount);
      if (!parts) throw new Error(`the lots of ${accountId} have less than its books`);
      return parts;
    }
  }
}

interface SetAside {
  accountId: string;
  amount: Usd;
  purpose: string;
  holdId: string;
  parts: readonly Part[];
}

async function setAside(
  ctx: Ctx,
  { accountId, amount, purpose, holdId, parts }: SetAside,
  note: string | undefined,
  also: Parameters<typeof post>[2]["also"] & object,
): Promise<void> {
  await post(ctx, accountId, {
    kind: "hold",
    amount,
    entries: move("available", "held", parts),
    note: note ?? `for ${purpose}`,
    holdId,
    also,
    // While everybody waits for the books every journey counts: it is told in the same statement.
    tell: (seq) =>
      writable({
        topic: "credits.held",
        subject: holdId,
        accountId,
        payload: { seq, amount: formatUsd(amount), purpose },
      }),
  });
}
