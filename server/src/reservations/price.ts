import type { Ctx } from "../platform/context.ts";
import { findPlace, type Where } from "./find-place.ts";
import type { Window } from "./rules/grid.ts";
import { type Price, priceOf, shareOf } from "./rules/pricing.ts";
import { readGpus } from "./rules/request.ts";
import type { PoolRow } from "./store/pools.ts";

const HOUR_MS = 3_600_000;

export interface Priced extends Price {
  pool: PoolRow;
  freeCancelUntil: Date;
  laterCancelCost: bigint;
}

/** What it would cost at this moment, if its place is free. Nothing is kept. */
export async function priceReservation(ctx: Ctx, wanted: Where & Window & { gpus: number }): Promise<Priced> {
  const gpus = readGpus(wanted.gpus);
  const { pool, terms } = await findPlace(ctx, wanted, gpus, wanted);
  const { startsAt, endsAt } = wanted;
  const price = priceOf([{ gpus, startsAt, endsAt }], terms);
  return {
    ...price,
    pool,
    freeCancelUntil: new Date(startsAt.getTime() - pool.freeCancelHours * HOUR_MS),
    laterCancelCost: shareOf(price.total, pool.cancelShareBp),
  };
}
