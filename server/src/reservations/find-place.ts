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
import { findPool, listPools, listRules, type PoolRow, type SeenPool, seePools } from "./store/pools.ts";
import { understandModel } from "./understand-model.ts";

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
  const seen = await seeWhere(ctx, where, window);
  const ahead = daysAhead(window.startsAt, ctx.now());
  const places = seen.map((one) => ({ ...one, terms: termsOf(one.pool, one.rules, ahead) }));
  const part = { gpus, ...window };
  const cheapestFirst = places.toSorted((a, b) =>
    Number(priceOf([part], a.terms).total - priceOf([part], b.terms).total),
  );
  let first: unknown = null;
  for (const { terms, ...place } of cheapestFirst) {
    try {
      readWindow(window, ctx.now(), place.pool.horizonDays);
      await refuseUnlessSeenFree(ctx, place, gpus, window);
      return { pool: place.pool, terms };
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

async function seeWhere(ctx: Ctx, where: Where, window: Window): Promise<SeenPool[]> {
  const { poolId, gpuModel, region } = await understandModel(ctx, where);
  if (poolId == null && gpuModel == null) throw new InvalidInput("poolId", "Name a pool, or a GPU.");
  const seen = await seePools(
    ctx,
    poolId == null ? { gpuModel: gpuModel ?? "", region } : { id: poolId },
    window,
  );
  // Who names none that is there hears why.
  if (seen.length === 0) await poolsOf(ctx, { poolId, gpuModel, region });
  return seen;
}

/** So many are named to who asks for another. */
const MODELS_NAMED = 12;

export async function poolsOf(ctx: Ctx, { poolId, gpuModel, region }: Where): Promise<PoolRow[]> {
  if (poolId != null) {
    const pool = await findPool(ctx, poolId);
    if (!pool) throw new NotFound("pool", poolId);
    return [pool];
  }
  if (gpuModel == null) throw new InvalidInput("poolId", "Name a pool, or a GPU.");
  const pools = await listPools(ctx, await understandModel(ctx, { gpuModel, region }));
  if (pools.length > 0) return pools;
  const models = [...new Set((await listPools(ctx, {})).map((pool) => pool.gpuModel))];
  const instead = models.length > 0 ? ` There are pools of ${models.slice(0, MODELS_NAMED).join(", ")}.` : "";
  throw new InvalidInput(
    "gpuModel",
    `There is no pool of ${gpuModel}${region ? ` in ${region}` : ""}.${instead}`,
  );
}

export async function termsFor(ctx: Ctx, pool: PoolRow, window: Window): Promise<Terms> {
  return termsOf(pool, await listRules(ctx, pool.id), daysAhead(window.startsAt, ctx.now()));
}

/** Refuses early and with all that helps. Whether it is free is decided by the database, when it is taken. */
export async function refuseUnlessFree(ctx: Ctx, pool: PoolRow, gpus: number, window: Window): Promise<void> {
  const [seen] = await seePools(ctx, { id: pool.id }, window);
  if (!seen) throw new Error(`the pool ${pool.id} is gone`);
  await refuseUnlessSeenFree(ctx, seen, gpus, window);
}

/** The same of a pool in which what is asked for is had already, at another time: whether it is free is not looked at. */
export async function refuseIfClosed(ctx: Ctx, { id }: PoolRow, window: Window): Promise<void> {
  const [seen] = await seePools(ctx, { id }, window);
  if (seen) refuseClosed(seen);
}

function refuseClosed({ pool, closures }: Pick<SeenPool, "pool" | "closures">): void {
  if (!pool.isOpen) throw new PoolClosed("it is closed", null);
  const blackout = closures.find(({ kind }) => kind === "blackout");
  if (blackout) throw new PoolClosed(blackout.reason, blackout.endsAt);
}

async function refuseUnlessSeenFree(
  ctx: Ctx,
  { pool, closures, free }: Omit<SeenPool, "rules">,
  gpus: number,
  window: Window,
): Promise<void> {
  refuseClosed({ pool, closures });
  if (Math.min(...free) >= gpus) return;
  // What a quote kept that nobody used in time is free, whether or not somebody has come by to say so.
  if ((await lapseQuotes(ctx, pool.id)) > 0 && Math.min(...(await readFree(ctx, pool, window))) >= gpus)
    return;
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
