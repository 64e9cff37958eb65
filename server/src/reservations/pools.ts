import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { PromisedAlready } from "./refusals.ts";
import { isOnGrid, lastOnGrid, type Window } from "./rules/grid.ts";
import { type PoolWish, readPool } from "./rules/pool.ts";
import type { PoolRule } from "./rules/pricing.ts";
import { isOversold } from "./store/capacity.ts";
import {
  type ClosureRow,
  deleteClosure,
  findPool,
  insertClosure,
  insertPool,
  listInTheWay,
  lockPool,
  type PoolRow,
  replaceRules,
  updatePool,
} from "./store/pools.ts";
import { tellCapacity } from "./tell.ts";

// By those who run Berth: what may be promised.

const FOR_EVER_MS = 400 * 24 * 3_600_000;

export async function createPool(ctx: Ctx, wish: PoolWish): Promise<PoolRow> {
  const { rules, ...read } = readPool(wish);
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.now();
    const row: PoolRow = {
      id: ctx.newId("pol"),
      ...read,
      marketPerGpuHour: null,
      expectedPerGpuHour: null,
      isOpen: true,
      createdAt: now,
      changedAt: lastOnGrid(now),
    };
    await insertPool(ctx, row);
    await replaceRules(ctx, row.id, withIds(ctx, rules));
    await tellCapacity(ctx, row.id, fromNowOn(now));
    return row;
  });
}

/** Smaller than what is promised it cannot become: the reservations in the way are named. */
export async function changePool(
  ctx: Ctx,
  id: string,
  wish: Partial<PoolWish> & { isOpen?: boolean | null | undefined },
): Promise<PoolRow> {
  try {
    return await inTransaction(ctx, async (ctx) => {
      const pool = await lockPool(ctx, id);
      if (!pool) throw new NotFound("pool", id);
      // Of the margin null is a wish, too: a fixed price.
      const given = Object.fromEntries(
        Object.entries(wish).filter(([name, value]) =>
          name === "marginBp" ? value !== undefined : value != null,
        ),
      );
      const { rules, ...read } = readPool({ ...pool, rules: null, ...given });
      const changedAt = lastOnGrid(ctx.now());
      const change = { ...read, isOpen: wish.isOpen ?? pool.isOpen, changedAt };
      await updatePool(ctx, id, change);
      if (wish.rules != null) await replaceRules(ctx, id, withIds(ctx, rules));
      await tellCapacity(ctx, id, fromNowOn(changedAt));
      return { ...pool, ...change };
    });
  } catch (error) {
    if (!isOversold(error)) throw error;
    throw new PromisedAlready(await listInTheWay(ctx, id, { startsAt: ctx.now(), endsAt: null }));
  }
}

export interface ClosureWish extends Window {
  poolId: string;
  kind: "maintenance" | "blackout";
  /** Of maintenance: how many are away; all of them, when left out. */
  gpus?: number | null | undefined;
  reason: string;
}

/** Takes GPUs out of a pool for a while, or takes no new bookings for it. */
export async function closePool(ctx: Ctx, wish: ClosureWish): Promise<ClosureRow> {
  const { poolId, kind, startsAt, endsAt } = wish;
  const reason = wish.reason.trim();
  if (reason === "" || reason.length > 200)
    throw new InvalidInput("reason", "Say why, in at most 200 characters.");
  if (endsAt <= startsAt) throw new InvalidInput("endsAt", "It ends after it starts.");
  if (!isOnGrid(startsAt) || !isOnGrid(endsAt))
    throw new InvalidInput("startsAt", "It begins and ends on a quarter of an hour.");
  if (endsAt <= ctx.now()) throw new InvalidInput("endsAt", "This is past.");
  try {
    return await inTransaction(ctx, async (ctx) => {
      const pool = await findPool(ctx, poolId);
      if (!pool) throw new NotFound("pool", poolId);
      const gpus = kind === "blackout" ? 0 : (wish.gpus ?? pool.gpus);
      if (kind === "maintenance" && !(Number.isInteger(gpus) && gpus >= 1 && gpus <= pool.gpus))
        throw new InvalidInput("gpus", `Between 1 and the ${pool.gpus} GPUs of the pool.`);
      const row = {
        id: ctx.newId("clo"),
        poolId,
        kind,
        gpus,
        startsAt,
        endsAt,
        reason,
        createdAt: ctx.now(),
      };
      await insertClosure(ctx, row);
      await tellCapacity(ctx, poolId, row);
      return row;
    });
  } catch (error) {
    if (!isOversold(error)) throw error;
    throw new PromisedAlready(await listInTheWay(ctx, poolId, wish));
  }
}

export async function openPool(ctx: Ctx, closureId: string): Promise<ClosureRow> {
  return inTransaction(ctx, async (ctx) => {
    const closure = await deleteClosure(ctx, closureId);
    if (!closure) throw new NotFound("closure of a pool", closureId);
    await tellCapacity(ctx, closure.poolId, closure);
    return closure;
  });
}

/** What an hour of one of its GPUs costs in the market and is expected to: said by those who forecast. */
export async function notePoolPrices(
  ctx: Ctx,
  poolId: string,
  prices: { marketPerGpuHour: Usd; expectedPerGpuHour: Usd },
): Promise<void> {
  await updatePool(ctx, poolId, prices);
}

function withIds(ctx: Ctx, rules: readonly Omit<PoolRule, "id">[]): PoolRule[] {
  return rules.map((rule) => ({ id: ctx.newId("pol"), ...rule }));
}

const fromNowOn = (now: Date): Window => ({ startsAt: now, endsAt: new Date(now.getTime() + FOR_EVER_MS) });
