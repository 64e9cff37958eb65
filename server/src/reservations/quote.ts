import { refuseForeignConsumer } from "../accounts/index.ts";
import { readStanding } from "../credits/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { type ByTemplate, keepWish, type MachineWish, withTemplate } from "../sessions/index.ts";
import { sayUsd, type Usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { bookingAccountOf, userOf } from "./asking.ts";
import { findPlace, notEnough, type Place, type Where } from "./find-place.ts";
import { TooManyQuotes } from "./refusals.ts";
import type { Window } from "./rules/grid.ts";
import { readLabel } from "./rules/label.ts";
import type { Part } from "./rules/parts.ts";
import { priceOf } from "./rules/pricing.ts";
import { readGpus } from "./rules/request.ts";
import { isOversold } from "./store/capacity.ts";
import {
  type Booked,
  countHeld,
  deleteParts,
  insertReservation,
  lockQuoting,
  lockReservation,
  moveReservation,
  type ReservationRow,
} from "./store/reservations.ts";
import { tellCapacity, toldOfQuoted } from "./tell.ts";

const QUOTE_MS = 5 * 60_000;
const MOST_QUOTES = 5;
const HOUR_MS = 3_600_000;

export interface Wanted extends Where, Window, MachineWish, ByTemplate {
  gpus: number;
  label?: string | null | undefined;
}

/**
 * Says what it costs, and keeps the place and the price for five minutes: its GPUs are taken from the pool
 * like those of a booking. No credit is set aside yet. `replaces` gives up an earlier quote for this one.
 */
export async function quoteReservation(
  ctx: Ctx,
  asked: Wanted,
  replaces: string | null = null,
): Promise<Booked> {
  const accountId = await bookingAccountOf(ctx);
  refuseForeignConsumer(ctx, asked.consumer);
  const wanted = await withTemplate(ctx, asked);
  const gpus = readGpus(wanted.gpus);
  if (replaces !== null) await giveUpQuote(ctx, accountId, replaces);
  const place = await findPlace(ctx, wanted, gpus, wanted);
  const draft = draftOf(ctx, { accountId, createdBy: userOf(ctx) }, wanted, place);
  await refuseUnlessPayable(ctx, accountId, draft.row.totalMicros);
  const heldUntil = new Date(ctx.now().getTime() + QUOTE_MS);
  return claim(ctx, place, draft.row, draft.part, async (ctx) => {
    await lockQuoting(ctx, accountId);
    if ((await countHeld(ctx, accountId)) >= MOST_QUOTES) throw new TooManyQuotes(MOST_QUOTES);
    return { ...draft.row, state: "held", heldUntil };
  });
}

/** A place that its quote could not be booked with is not kept from others. */
async function refuseUnlessPayable(ctx: Ctx, accountId: string, total: Usd): Promise<void> {
  const { available } = await readStanding(ctx, accountId, null);
  if (available < total)
    throw new InvalidInput(
      "gpus",
      `This comes to ${sayUsd(total)}, and ${sayUsd(available)} of credit is available. Add credit, or book less.`,
    );
}

/** A reservation as it would be, at the terms of this moment; what its template says is said. */
export function draftOf(
  ctx: Ctx,
  { accountId, createdBy }: { accountId: string; createdBy: string },
  wanted: Wanted,
  { pool, terms }: Place,
  id = ctx.newId("res"),
): { row: ReservationRow; part: Part } {
  const { startsAt, endsAt, gpus } = wanted;
  const part = { gpus, startsAt, endsAt };
  const now = ctx.now();
  const row: ReservationRow = {
    id,
    accountId,
    createdBy,
    createdAt: now,
    poolId: pool.id,
    state: "held",
    stateSince: now,
    heldUntil: null,
    seriesId: null,
    gpus,
    startsAt,
    endsAt,
    basePerGpuHour: terms.basePerGpuHour,
    onDemandPerGpuHour: terms.onDemandPerGpuHour,
    rules: [...terms.rules],
    daysAhead: terms.daysAhead,
    freeCancelUntil: new Date(startsAt.getTime() - pool.freeCancelHours * HOUR_MS),
    cancelShareBp: pool.cancelShareBp,
    handBackShareBp: pool.handBackShareBp,
    totalMicros: priceOf([part], terms).total,
    keptMicros: 0n,
    holdId: null,
    chargedMicros: 0n,
    refundedMicros: 0n,
    creditedMicros: 0n,
    savedIn: 0,
    readyAt: null,
    shortSince: null,
    shortGpus: 0,
    latenessPaidUntil: null,
    owedGpuMinutes: 0,
    owedUntil: null,
    noticedMinutes: null,
    endedAt: null,
    reason: null,
    label: readLabel(wanted.label),
    ...keepWish(ctx, id, wanted),
  };
  return { row, part };
}

/** Writes it, and takes its GPUs; or says who was faster. */
async function claim(
  ctx: Ctx,
  { pool }: Place,
  draft: ReservationRow,
  part: Part,
  finish: (ctx: Ctx) => Promise<ReservationRow>,
): Promise<Booked> {
  try {
    return await inTransaction(ctx, async (ctx) => {
      const row = await finish(ctx);
      await insertReservation(ctx, row, part, toldOfQuoted(row));
      return { ...row, parts: [part] };
    });
  } catch (error) {
    if (isOversold(error)) throw await notEnough(ctx, pool, draft.gpus, draft);
    throw error;
  }
}

/** Gives the place of a quote to others before its time. One that is over already is no error. */
export async function giveUpQuote(ctx: Ctx, accountId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const quote = await lockReservation(ctx, id, accountId);
    if (quote?.state !== "held") return;
    await moveReservation(ctx, id, "held", { state: "lapsed", endedAt: ctx.now() });
    await deleteParts(ctx, id);
    await tellCapacity(ctx, quote.poolId, quote);
  });
}
