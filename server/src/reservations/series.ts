import { accountIdOf, refuseForeignConsumer } from "../accounts/index.ts";
import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { withTemplate } from "../sessions/index.ts";
import type { Usd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";
import { bookingAccountOf, userOf } from "./asking.ts";
import { book } from "./create.ts";
import { poolsOf } from "./find-place.ts";
import { priceReservation } from "./price.ts";
import type { Wanted } from "./quote.ts";
import { OccurrenceRefused, TotalChanged } from "./refusals.ts";
import type { Window } from "./rules/grid.ts";
import { occurrencesOf, type Recurrence } from "./rules/occurrences.ts";
import { isOversold, lockDays } from "./store/capacity.ts";
import { type Booked, listSeries, readReservations } from "./store/reservations.ts";

/** What is wanted each time, without the time. */
export type WantedEachTime = Omit<Wanted, "startsAt" | "endsAt"> & Recurrence;

export interface PricedOccurrence extends Window {
  total: Usd | null;
  /** Why it cannot be booked as things stand. */
  refused: string | null;
}

/** Each booking of a rule with what it would cost now, or why it cannot be had. */
export async function priceSeries(ctx: Ctx, wanted: WantedEachTime): Promise<PricedOccurrence[]> {
  const priced: PricedOccurrence[] = [];
  for (const window of occurrencesOf(wanted)) {
    try {
      const { total } = await priceReservation(ctx, { ...wanted, ...window });
      priced.push({ ...window, total, refused: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      priced.push({ ...window, total: null, refused: error.message });
    }
  }
  return priced;
}

/** Books every time of a rule, or none: of one pool, in one transaction, at the total that was expected. */
export async function createSeries(
  ctx: Ctx,
  wanted: WantedEachTime & { poolId: string },
  expectedTotal: Usd,
  idempotencyKey: string,
): Promise<Booked[]> {
  refuseForeignConsumer(ctx, wanted.consumer);
  const windows = occurrencesOf(wanted);
  const asked = {
    operation: "createReservationSeries",
    key: idempotencyKey,
    input: { ...wanted, expectedTotal },
  };
  let at = windows[0];
  try {
    const { reply } = await answerOnce(ctx, asked, async (ctx) => {
      const who = { accountId: await bookingAccountOf(ctx), createdBy: userOf(ctx) };
      const seriesId = ctx.newId("rse");
      await poolsOf(ctx, wanted);
      const setUp = await withTemplate(ctx, wanted);
      // All days of all of them first, in their order.
      await lockDays(ctx, wanted.poolId, windows);
      const ids: string[] = [];
      for (const window of windows) {
        at = window;
        ids.push((await book(ctx, who, { ...setUp, ...window }, { seriesId })).id);
      }
      const total = (await readReservations(ctx, who.accountId, ids)).reduce(
        (sum, one) => sum + one.totalMicros,
        0n,
      );
      if (total !== expectedTotal) throw new TotalChanged(expectedTotal, total);
      return seriesId;
    });
    return await listSeries(ctx, accountIdOf(ctx), reply);
  } catch (error) {
    if (isOversold(error)) throw new OccurrenceRefused(at, "Others were faster.");
    if (error instanceof Refusal && ofOneTime.has(error.type)) throw new OccurrenceRefused(at, error.message);
    throw error;
  }
}

const ofOneTime = new Set(["NotEnoughFree", "PoolClosed"]);
