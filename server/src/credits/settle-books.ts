import { mailLeads } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import { formatUsd } from "../values/money.ts";
import { type Entry, move, sourceOf } from "./rules/books.ts";
import { carriedOver, DAY_MS, type Due, dueOf, endOfLife, nextDueAt } from "./rules/lot-life.ts";
import { expiryLetter } from "./rules/letters.ts";
import { post, writeNextDue } from "./store/books.ts";
import { insertLot, type LotRow, noteEnd, noteNotice, readOpenLots } from "./store/lots.ts";

/**
 * Within a transaction that has the account's books: does what time has made due of its lots, and
 * notes when something is next. Done again, or late, it does what is still to be done and no more.
 */
export async function settleBooks(ctx: Ctx, accountId: string): Promise<void> {
  for (;;) {
    const lots = await readOpenLots(ctx, accountId);
    const due = lots.flatMap((lot) => {
      const one = dueOf(lot, ctx.now());
      return one ? [{ lot, due: one }] : [];
    });
    if (due.length === 0) return writeNextDue(ctx, accountId, earliest(lots.map(nextDueAt)));
    for (const { lot, due: one } of due) await settleLot(ctx, lot, one);
  }
}

async function settleLot(ctx: Ctx, lot: LotRow, due: NonNullable<Due>): Promise<void> {
  switch (due.what) {
    case "take-effect":
      return takeEffect(ctx, lot);
    case "notice":
      return giveNotice(ctx, lot, due.days);
    case "end":
      return end(ctx, lot);
  }
}

async function takeEffect(ctx: Ctx, lot: LotRow): Promise<void> {
  const { accountId, id: lotId, pending: amount } = lot;
  const { balance } = await post(ctx, accountId, {
    kind: "take-effect",
    amount,
    entries: move("pending", "available", [{ lotId, amount }]),
    note: lot.reason,
    lotId,
  });
  await record(ctx, {
    topic: "credits.took-effect",
    subject: lotId,
    accountId,
    payload: { seq: balance.seq.toString(), amount: formatUsd(amount) },
  });
}

async function giveNotice(ctx: Ctx, lot: LotRow, days: number): Promise<void> {
  await noteNotice(ctx, lot.id, days);
  await record(ctx, {
    topic: "credits.expiring",
    subject: lot.id,
    accountId: lot.accountId,
    payload: { amount: formatUsd(lot.available), days, expiresAt: lot.expiresAt.toISOString() },
  });
  await mailLeads(ctx, lot.accountId, {
    letter: expiryLetter({ ...lot, carried: carriedBy(lot), days }),
    usefulUntil: lot.expiresAt,
  });
}

async function end(ctx: Ctx, lot: LotRow): Promise<void> {
  const { accountId, id: lotId } = lot;
  const carried = carriedBy(lot);
  const kept = carried < lot.available ? carried : lot.available;
  if (carried > 0n) await rollOver(ctx, lot, kept, carried - kept);
  const amount = lot.available - kept;
  if (amount > 0n) {
    const { balance } = await post(ctx, accountId, {
      kind: "expire",
      amount,
      entries: move("available", "expired", [{ lotId, amount }]),
      note: lot.reason,
      lotId,
    });
    await record(ctx, {
      topic: "credits.expired",
      subject: lotId,
      accountId,
      payload: { seq: balance.seq.toString(), amount: formatUsd(amount) },
    });
  }
  await noteEnd(ctx, lotId);
}

function carriedBy({ available, endedAt, rolloverMin: min, rolloverMax: max }: LotRow) {
  return endedAt === null && min !== null && max !== null ? carriedOver(available, { min, max }) : 0n;
}

/** What rolls over lives as long again as the lot that it comes from, and then ends for good. */
async function rollOver(ctx: Ctx, lot: LotRow, kept: bigint, added: bigint): Promise<void> {
  const { accountId, origin, priority, expiresAt } = lot;
  const amount = kept + added;
  const id = ctx.newId("lot");
  const days = Math.ceil((expiresAt.getTime() - lot.effectiveAt.getTime()) / DAY_MS);
  const next = {
    id,
    accountId,
    origin,
    amount,
    available: amount,
    effectiveAt: expiresAt,
    expiresAt: endOfLife(expiresAt, days),
    priority,
    rolledFrom: lot.id,
    reason: lot.reason,
    createdAt: ctx.now(),
  };
  await insertLot(ctx, next);
  const entries: Entry[] = [
    ...(kept > 0n ? move("available", "rolled", [{ lotId: lot.id, amount: kept }]) : []),
    ...(kept > 0n ? move("rolled", "available", [{ lotId: id, amount: kept }]) : []),
    ...(added > 0n ? move(sourceOf.grant, "available", [{ lotId: id, amount: added }]) : []),
  ];
  const { balance } = await post(ctx, accountId, {
    kind: "roll-over",
    amount,
    entries,
    note: lot.reason,
    lotId: id,
    newLotId: id,
  });
  await record(ctx, {
    topic: "credits.rolled-over",
    subject: id,
    accountId,
    payload: { seq: balance.seq.toString(), amount: formatUsd(amount) },
  });
}

function earliest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((first, one) => (one && (!first || one < first) ? one : first), null);
}
