import type { Ctx } from "../platform/context.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { lapseQuotes } from "./lapse-quotes.ts";
import { NotEnoughFree, PoolClosed } from "./refusals.ts";
import { findAlternatives } from "./rules/alternatives.ts";
import { lastOnGrid, nextOnGrid, type Window } from "./rules/grid.ts";
import { priceOf, type Terms } from "./rules/pricing.ts";
import { daysAhead, readWindow } from "./rules/request.ts";
import { termsOf } from "./rules/terms.ts";
import { readFree } from "./store/capacity.ts";
import { findPool, listClosures, listPools, listRules, type PoolRow } from "./store/pools.ts";

const DAY_MS = 24 * 3_600_000;
const LOOK_AROUND_MS = 7 * DAY_MS;
const MOST_ALTERNATIVES = 3;

export interface Where {
  poolId?: string | null | undefined;
  gpuModel?: string | null | undefined;
  region?: string | null | undefined;
}

export interface Place {
  pool: PoolRow;
  terms: Terms;
}

/** The cheapest pool that would do, with its terms; or why there is none. */
export async function findPlace(ctx: Ctx, where: Where, gpus: number, window: Window): Promise<Place> {
  readWindow(window, ctx.now());
  const pools = await poolsOf(ctx, where);
  const places = await Promise.all(
    pools.map(async (pool) => ({ pool, terms: await termsFor(ctx, pool, window) })),
  );
  const part = { gpus, ...window };
  const cheapestFirst = places.toSorted((a, b) =>
    Number(priceOf([part], a.terms).total - priceOf([part], b.terms).total),
  );
  let first: unknown = null;
  for (const place of cheapestFirst) {
    try {
      readWindow(window, ctx.now(), place.pool.horizonDays);
      await refuseUnlessFree(ctx, place.pool, gpus, window);
      return place;
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

export async function poolsOf(ctx: Ctx, { poolId, gpuModel, region }: Where): Promise<PoolRow[]> {
  if (poolId != null) {
    const pool = await findPool(ctx, poolId);
    if (!pool) throw new NotFound("pool", poolId);
    return [pool];
  }
  if (gpuModel == null) throw new InvalidInput("poolId", "Name a pool, or a GPU.");
  const pools = await listPools(ctx, { gpuModel, region });
  if (pools.length > 0) return pools;
  throw new InvalidInput("gpuModel", `There is no pool of ${gpuModel}${region ? ` in ${region}` : ""}.`);
}

export async function termsFor(ctx: Ctx, pool: PoolRow, window: Window): Promise<Terms> {
  return termsOf(pool, await listRules(ctx, pool.id), daysAhead(window.startsAt, ctx.now()));
}

/** Refuses early and with all that helps. Whether it is free is decided by the database, when it is taken. */
export async function refuseUnlessFree(ctx: Ctx, pool: PoolRow, gpus: number, window: Window): Promise<void> {
  if (!pool.isOpen) throw new PoolClosed("it is closed", null);
  const [blackout] = (await listClosures(ctx, [pool.id], window)).filter(({ kind }) => kind === "blackout");
  if (blackout) throw new PoolClosed(blackout.reason, blackout.endsAt);
  const enough = async () => Math.min(...(await readFree(ctx, pool, window))) >= gpus;
  if (await enough()) return;
  // What a quote kept that nobody used in time is free, whether or not somebody has come by to say so.
  if ((await lapseQuotes(ctx, pool.id)) > 0 && (await enough())) return;
  throw await notEnough(ctx, pool, gpus, window);
}

export async function notEnough(
  ctx: Ctx,
  pool: PoolRow,
  gpus: number,
  window: Window,
): Promise<NotEnoughFree> {
  const available = Math.min(...(await readFree(ctx, pool, window)));
  const from = nextOnGrid(
    new Date(Math.max(ctx.now().getTime(), window.startsAt.getTime() - LOOK_AROUND_MS)),
  );
  const to = lastOnGrid(new Date(window.endsAt.getTime() + LOOK_AROUND_MS));
  const around = { startsAt: from, endsAt: to };
  const free = await readFree(ctx, pool, around);
  return new NotEnoughFree(
    gpus,
    available,
    findAlternatives(window, gpus, { from, free }, MOST_ALTERNATIVES),
  );
}
