import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { formatUsd, type Usd } from "../values/money.ts";
import { getHold, getOpenHold } from "./get-open-hold.ts";
import { openBooks } from "./open-books.ts";
import { BeyondHold, HoldIsOver } from "./refusals.ts";
import { move, type Part, sumOf } from "./rules/books.ts";
import { takeBack } from "./rules/draw.ts";
import { settleBooks } from "./settle-books.ts";
import { post } from "./store/books.ts";
import { closeHold, giveBackParts, type HoldPart, type HoldRow, noteReleased } from "./store/holds.ts";
import { nextDueAt } from "./rules/lot-life.ts";

export interface Release {
  accountId: string;
  holdId: string;
  note: string;
}

/**
 * Within a transaction, and as its last act: gives back what is left of a hold. It is then over. One that lapsed has
 * given itself back, and its owner, who may come as late as they like, is done with it too.
 */
export async function release(ctx: Ctx, { accountId, holdId, note }: Release): Promise<Usd> {
  await openBooks(ctx, accountId);
  const { hold } = await getHold(ctx, accountId, holdId);
  if (hold.state === "lapsed") return 0n;
  if (hold.state !== "open") throw new HoldIsOver(holdId, hold.state);
  const amount = await giveBack(ctx, hold, "release", note);
  await closeHold(ctx, holdId, "released");
  return amount;
}

/** Within a transaction, and as its last act: gives back some of what is held. The hold stays open. */
export async function lowerHold(ctx: Ctx, asked: Release & { by: Usd }): Promise<void> {
  const { accountId, holdId, by, note } = asked;
  if (by <= 0n) throw new RangeError("a hold is lowered by something");
  await openBooks(ctx, accountId);
  const { hold } = await getOpenHold(ctx, accountId, holdId);
  await giveBack(ctx, hold, "release", note, by);
}

/** The books are locked and the hold is open. What goes back to a lot that has ended expires with it. */
export async function giveBack(
  ctx: Ctx,
  hold: HoldRow,
  kind: "release" | "lapse",
  note: string,
  some?: Usd,
): Promise<Usd> {
  const { id: holdId, accountId, purpose } = hold;
  const held = hold.parts.map((part) => ({ lotId: part.lotId, amount: part.held }));
  const amount = some ?? sumOf(held);
  if (amount === 0n) return 0n;
  const parts = takeBack(held, amount);
  if (!parts) throw new BeyondHold(holdId, sumOf(held));
  const { balance } = await post(ctx, accountId, {
    kind,
    amount,
    entries: move("held", "available", parts),
    note,
    holdId,
    dueAt: dueWhenBack(hold.parts, parts),
    also: [giveBackParts(holdId, parts), noteReleased(holdId, amount)],
  });
  await record(ctx, {
    topic: "credits.released",
    subject: holdId,
    accountId,
    payload: {
      seq: balance.seq.toString(),
      amount: formatUsd(amount),
      purpose,
      lapsed: kind === "lapse",
    },
  });
  await settleIfEnded(ctx, accountId, hold.parts, parts);
  return amount;
}

/** When time next makes something due of the lots that value goes back to. */
export function dueWhenBack(all: readonly HoldPart[], back: readonly Part[]): Date | null {
  let first: Date | null = null;
  for (const { lotId, amount } of back) {
    const lot = all.find((part) => part.lotId === lotId);
    const due = lot && nextDueAt(backIn(lot, amount));
    if (due && (!first || due < first)) first = due;
  }
  return first;
}

function backIn({ expiresAt, noticedDays }: HoldPart, available: Usd) {
  return {
    pending: 0n,
    available,
    effectiveAt: expiresAt,
    expiresAt,
    noticedDays,
    rolloverMin: null,
    endedAt: null,
  };
}

export async function settleIfEnded(
  ctx: Ctx,
  accountId: string,
  all: readonly HoldPart[],
  back: readonly Part[],
): Promise<void> {
  const ended = all.filter((part) => part.expiresAt <= ctx.now()).map((part) => part.lotId);
  if (back.some((part) => ended.includes(part.lotId))) await settleBooks(ctx, accountId);
}
