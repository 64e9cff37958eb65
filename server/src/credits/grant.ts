import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { formatUsd, type Usd } from "../values/money.ts";
import { openBooks } from "./open-books.ts";
import { ReferenceTaken } from "./refusals.ts";
import { move, type Origin, sourceOf } from "./rules/books.ts";
import { endOfDay, endOfLife, nextDueAt, noticeDue, type Rollover } from "./rules/lot-life.ts";
import { makeBooks, post } from "./store/books.ts";
import { findEarlier } from "./store/holds.ts";
import { findLot, insertLot, type LotRow } from "./store/lots.ts";

const DEFAULT_PRIORITY = 100;

export interface Grant {
  accountId: string;
  origin: Origin;
  amount: Usd;
  /** Why, in words for a person. */
  reason: string;
  /** Given twice under one reference it is given once. */
  reference: string;
  /** Now, when left out. */
  effectiveAt?: Date | undefined;
  /** Ends with the day of this instant, in UTC; thirty days after it takes effect when left out. */
  expiresAt?: Date | undefined;
  /** Lower is spent first. */
  priority?: number | undefined;
  rollover?: Rollover | undefined;
}

/** Within a transaction: gives the account a lot of credit. */
export async function grant(ctx: Ctx, given: Grant): Promise<LotRow> {
  const { accountId, origin, amount, reason, reference, rollover } = given;
  const now = ctx.now();
  const effectiveAt = given.effectiveAt && given.effectiveAt > now ? given.effectiveAt : now;
  const expiresAt = given.expiresAt ? endOfDay(given.expiresAt) : endOfLife(effectiveAt);
  if (amount <= 0n) throw new RangeError("a grant is of something");
  if (expiresAt <= effectiveAt) throw new RangeError("a lot ends after it takes effect");

  await makeBooks(ctx, accountId);
  await openBooks(ctx, accountId);
  const earlier = await findEarlier(ctx, accountId, origin, reference);
  if (earlier) {
    const lot = earlier.lotId && earlier.amount === amount && (await findLot(ctx, accountId, earlier.lotId));
    if (!lot) throw new ReferenceTaken(reference);
    return lot;
  }

  const place = effectiveAt > now ? "pending" : "available";
  const lot = {
    id: ctx.newId("lot"),
    accountId,
    origin,
    amount,
    pending: place === "pending" ? amount : 0n,
    available: place === "available" ? amount : 0n,
    effectiveAt,
    expiresAt,
    priority: given.priority ?? DEFAULT_PRIORITY,
    rolloverMin: rollover?.min ?? null,
    rolloverMax: rollover?.max ?? null,
    reason,
    // That it is given says when it ends; whoever is told of both at once is told once.
    noticedDays: noticeDue({ expiresAt, noticedDays: null }, now),
    createdAt: now,
    endedAt: null,
  };
  await insertLot(ctx, lot);
  const { balance } = await post(ctx, accountId, {
    kind: origin,
    amount,
    entries: move(sourceOf[origin], place, [{ lotId: lot.id, amount }]),
    note: reason,
    reference,
    lotId: lot.id,
    newLotId: lot.id,
    dueAt: nextDueAt(lot),
  });
  await record(ctx, {
    topic: "credits.added",
    subject: lot.id,
    accountId,
    payload: { seq: balance.seq.toString(), amount: formatUsd(amount), origin, reason },
  });
  const written = await findLot(ctx, accountId, lot.id);
  if (!written) throw new Error("a lot just written is gone");
  return written;
}
