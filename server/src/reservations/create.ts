import { accountIdOf } from "../accounts/index.ts";
import { hold, type Release, release } from "../credits/index.ts";
import type { Ctx } from "../platform/context.ts";
import { type Answered, answerOnce } from "../platform/idempotency/idempotency.ts";
import { type Approval, keepWhileItWaits, openWish, refuseBlocked, withTemplate } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { bookingAccountOf, userOf } from "./asking.ts";
import { findPlace, notEnough } from "./find-place.ts";
import { getPool } from "./get-pool.ts";
import { draftOf, giveUpQuote, type Wanted } from "./quote.ts";
import { QuoteOver, TotalChanged } from "./refusals.ts";
import { sayBooked } from "./rules/label.ts";
import { nextState } from "./rules/lifecycle.ts";
import { readGpus } from "./rules/request.ts";
import { isOversold } from "./store/capacity.ts";
import {
  type Booked,
  findReservation,
  insertReservation,
  lockReservation,
  moveReservation,
  type ReservationRow,
} from "./store/reservations.ts";
import { tell, toldOfBooked } from "./tell.ts";
import { sayUtc } from "../values/utc.ts";

/** A reservation may be moved and extended, and its credit stays aside for as long. */
const HOLD_LASTS_MS = 800 * 24 * 3_600_000;

export interface CreateReservation {
  /** The place and the price that were kept. */
  quoteId?: string | null | undefined;
  /** Or what is wanted, at the terms of this moment. */
  wanted?: Wanted | null | undefined;
  /** What the caller believes that it costs: with another total nothing is booked. */
  expectedTotal: Usd;
}

/**
 * Books. The place is taken from the pool, or was by the quote, and then the total is set aside from the
 * account's credit, all in one transaction: there is no booking without its credit, and no credit is set aside
 * for none.
 */
export async function createReservation(
  ctx: Ctx,
  input: CreateReservation,
  idempotencyKey: string,
): Promise<Answered<Booked>> {
  const { quoteId, wanted } = input;
  if ((quoteId == null) === (wanted == null))
    throw new InvalidInput("quoteId", "Name a quote, or what is wanted, and not both.");
  const kept = { kind: "reservation" as const, input, key: idempotencyKey };
  const id = quoteId ?? ctx.newId("res");
  let made: Booked | undefined;
  const { reply, replayed } = await keepWhileItWaits(ctx, kept, () =>
    once(ctx, askedOf(input, idempotencyKey), wanted ?? null, id, async (ctx) => {
      const accountId = await bookingAccountOf(ctx);
      const { expectedTotal } = input;
      if (quoteId != null) return confirmQuote(ctx, accountId, quoteId, expectedTotal);
      const who = { accountId, createdBy: userOf(ctx) };
      made = await book(ctx, who, wanted as Wanted, { id, expectedTotal, approval: "may wait" });
      return made.id;
    }),
  );
  const booked = made ?? (await findReservation(ctx, accountIdOf(ctx), reply));
  if (!booked) throw new Error(`the reservation ${reply} that a key stands for is gone`);
  return { reply: booked, replayed };
}

const askedOf = (input: CreateReservation, key: string) => ({ operation: "createReservation", key, input });

/**
 * Within a transaction, for who asked: what was kept is booked, for no more than it was to cost when it was asked for.
 * Of a quote, whose place was given to others meanwhile, what it was for is looked for anew.
 */
export async function bookApproved(
  ctx: Ctx,
  input: CreateReservation,
  idempotencyKey: string,
  mostTotal: Usd,
): Promise<string> {
  const { reply } = await answerOnce(ctx, askedOf(input, idempotencyKey), async (ctx) => {
    const accountId = await bookingAccountOf(ctx);
    const wanted = input.wanted ?? (await wantedOf(ctx, accountId, input.quoteId ?? ""));
    const who = { accountId, createdBy: userOf(ctx) };
    return (await book(ctx, who, wanted, { mostTotal, approval: "given" })).id;
  });
  return reply;
}

async function wantedOf(ctx: Ctx, accountId: string, quoteId: string): Promise<Wanted> {
  const quote = await lockReservation(ctx, quoteId, accountId);
  if (!quote) throw new NotFound("quote", quoteId);
  // While it is still kept for the quote nobody else could have it, and neither could this.
  await giveUpQuote(ctx, accountId, quoteId);
  const { poolId, gpus, startsAt, endsAt, label } = quote;
  return { poolId, gpus, startsAt, endsAt, label, ...openWish(ctx, quote) };
}

/** Who reaches for the last GPU a moment too late hears so, and where there is another. */
async function once(
  ctx: Ctx,
  asked: Parameters<typeof answerOnce>[1],
  wanted: Wanted | null,
  id: string,
  work: (ctx: Ctx) => Promise<string>,
): Promise<Answered<string>> {
  try {
    return await answerOnce(ctx, asked, work, { reply: id });
  } catch (error) {
    if (!isOversold(error) || !wanted) throw error;
    const { pool } = await findPlace(ctx, wanted, wanted.gpus, wanted);
    throw await notEnough(ctx, pool, wanted.gpus, wanted);
  }
}

async function confirmQuote(ctx: Ctx, accountId: string, quoteId: string, expected: Usd): Promise<string> {
  const quote = await lockReservation(ctx, quoteId, accountId);
  if (!quote) throw new NotFound("quote", quoteId);
  if (quote.state !== "held" && quote.state !== "lapsed")
    throw new QuoteOver(quoteId, "This quote was booked already.");
  if (quote.state === "lapsed" || !quote.heldUntil || quote.heldUntil <= ctx.now())
    throw new QuoteOver(quoteId, "This quote ran out. Ask for another.");
  if (quote.startsAt < ctx.now()) throw new QuoteOver(quoteId, "Its start is past by now.");
  if (quote.totalMicros !== expected) throw new TotalChanged(expected, quote.totalMicros);
  const { gpuModel } = await getPool(ctx, quote.poolId);
  const what = { said: saidOf(quote, gpuModel), consumer: quote.consumer, most: quote.totalMicros };
  const start = { consumer: quote.consumer, gpuModel };
  await refuseBlocked(ctx, accountId, start, { approval: "may wait", what });
  await tell(ctx, quote, "booked");
  const holdId = ctx.newId("hld");
  const state = nextState("held", "confirm");
  await moveReservation(ctx, quoteId, "held", { state, heldUntil: null, holdId });
  await setAside(ctx, quote, holdId);
  return quoteId;
}

/**
 * Within a transaction, for so much at most: for who asked earlier and is not there to confirm a price. What was set
 * aside for it until now is given back just before.
 */
export async function bookAhead(
  ctx: Ctx,
  wanted: Wanted,
  mostTotal: Usd,
  insteadOf?: Release,
): Promise<Booked> {
  const who = { accountId: await bookingAccountOf(ctx), createdBy: userOf(ctx) };
  return book(ctx, who, wanted, { mostTotal, ...(insteadOf && { insteadOf }) });
}

/** Within a transaction: takes the place, and then the credit. */
export async function book(
  ctx: Ctx,
  who: { accountId: string; createdBy: string },
  wanted: Wanted,
  agreed: {
    id?: string;
    expectedTotal?: Usd;
    mostTotal?: Usd;
    seriesId?: string;
    approval?: Approval;
    insteadOf?: Release;
  },
): Promise<Booked> {
  const gpus = readGpus(wanted.gpus);
  const place = await findPlace(ctx, wanted, gpus, wanted);
  const { row: draft, part } = draftOf(ctx, who, await withTemplate(ctx, wanted), place, agreed.id);
  const holdId = ctx.newId("hld");
  const row = { ...draft, state: nextState("held", "confirm"), holdId, seriesId: agreed.seriesId ?? null };
  const { expectedTotal, mostTotal } = agreed;
  if (expectedTotal !== undefined && row.totalMicros !== expectedTotal)
    throw new TotalChanged(expectedTotal, row.totalMicros);
  if (mostTotal !== undefined && row.totalMicros > mostTotal)
    throw new TotalChanged(mostTotal, row.totalMicros);
  const { gpuModel } = place.pool;
  await refuseBlocked(
    ctx,
    who.accountId,
    { consumer: row.consumer, gpuModel },
    {
      approval: agreed.approval ?? "none",
      what: { said: saidOf(row, gpuModel), consumer: row.consumer, most: row.totalMicros },
    },
  );
  // From here on others wait: for the pool's days, and last for the account's books, which everybody wants.
  await insertReservation(ctx, row, part, toldOfBooked(row));
  if (agreed.insteadOf) await release(ctx, agreed.insteadOf);
  await setAside(ctx, row, holdId);
  return { ...row, parts: [part] };
}

function saidOf({ gpus, startsAt, endsAt }: ReservationRow, gpuModel: string): string {
  const hours = (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
  return `${hours} h of ${gpus} × ${gpuModel} from ${sayUtc(startsAt)}`;
}

async function setAside(
  ctx: Ctx,
  { id, accountId, totalMicros, createdAt, ...booked }: ReservationRow,
  holdId: string,
): Promise<void> {
  await hold(ctx, {
    id: holdId,
    accountId,
    amount: totalMicros,
    purpose: id,
    lapsesAt: new Date(createdAt.getTime() + HOLD_LASTS_MS),
    note: sayBooked(booked),
  });
}
