import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";
import { priceExtension } from "./change.ts";
import { findAlternatives } from "./rules/alternatives.ts";
import { QUARTER_MS, type Window } from "./rules/grid.ts";
import { isLive } from "./rules/lifecycle.ts";
import { readFree } from "./store/capacity.ts";
import { findPool, listClosures, listPools, type PoolRow } from "./store/pools.ts";
import type { Booked } from "./store/reservations.ts";

const HOUR_MS = 60 * 60_000;
/** From an hour before it on, what comes after the end is looked at. */
const LOOK_AHEAD_MS = HOUR_MS;
const LOOK_AROUND_MS = 7 * 24 * HOUR_MS;
const MOST_ALTERNATIVES = 3;

export interface Ending {
  endsAt: Date;
  /** To have it for longer at once: an hour, or as much of one as is free. */
  extension: { endsAt: Date; total: Usd; difference: Usd } | null;
  /** Why it cannot be had for an hour longer. Who has its GPUs next is nobody else's to know. */
  next: "free" | "somebody" | "closed";
  /** Where as many GPUs are free for an hour: in its pool after the end, and at the end in others of the same GPU. */
  alternatives: (Window & { pool: PoolRow })[];
}

/** What can be had when it ends; null before the last hour, and of what is over. */
export async function readEnding(ctx: Ctx, booked: Booked): Promise<Ending | null> {
  const now = ctx.now();
  const last = booked.parts.at(-1);
  if (!isLive(booked.state) || !last || last.endsAt <= now) return null;
  if (last.endsAt.getTime() - now.getTime() > LOOK_AHEAD_MS) return null;
  const pool = await findPool(ctx, booked.poolId);
  if (!pool) throw new Error(`the pool ${booked.poolId} of ${booked.id} is gone`);
  const { gpus, endsAt } = last;
  const hour = { startsAt: endsAt, endsAt: new Date(endsAt.getTime() + HOUR_MS) };
  const around = { startsAt: endsAt, endsAt: new Date(endsAt.getTime() + LOOK_AROUND_MS) };
  const free = await freeFor(ctx, pool, around);
  const quarters = free.quarters.slice(0, 4).findIndex((count) => count < gpus);
  const next = quarters === -1 ? "free" : free.isClosedAt(quarters) ? "closed" : "somebody";
  const extension = extensionBy(booked, endsAt, quarters === -1 ? 4 : quarters, now);
  if (next === "free" && extension) return { endsAt, extension, next, alternatives: [] };
  const later = findAlternatives(hour, gpus, { from: endsAt, free: free.quarters }, MOST_ALTERNATIVES);
  const elsewhere = await othersFree(ctx, pool, gpus, hour);
  const alternatives = [
    ...elsewhere.map((other) => ({ ...hour, pool: other })),
    ...later.map((window) => ({ ...window, pool })),
  ];
  return { endsAt, extension, next, alternatives: alternatives.slice(0, MOST_ALTERNATIVES) };
}

function extensionBy(booked: Booked, endsAt: Date, quarters: number, now: Date): Ending["extension"] {
  if (quarters === 0) return null;
  const until = new Date(endsAt.getTime() + quarters * QUARTER_MS);
  try {
    const { total, difference } = priceExtension(booked, until, now);
    return { endsAt: until, total, difference };
  } catch (error) {
    // It lasts as long as any may already.
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** What can be booked of a pool in each quarter of a window: nothing while it is closed. */
async function freeFor(ctx: Ctx, pool: PoolRow, window: Window) {
  const [free, closures] = await Promise.all([
    readFree(ctx, pool, window),
    listClosures(ctx, [pool.id], window),
  ]);
  const touching = (quarter: number) => {
    const at = new Date(window.startsAt.getTime() + quarter * QUARTER_MS);
    return closures.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
  };
  const isShut = (quarter: number) =>
    !pool.isOpen || touching(quarter).some(({ kind }) => kind === "blackout");
  return {
    quarters: free.map((count, quarter) => (isShut(quarter) ? 0 : count)),
    isClosedAt: (quarter: number) => !pool.isOpen || touching(quarter).length > 0,
  };
}

async function othersFree(ctx: Ctx, pool: PoolRow, gpus: number, window: Window): Promise<PoolRow[]> {
  const others = (await listPools(ctx, { gpuModel: pool.gpuModel })).filter(({ id }) => id !== pool.id);
  const able: PoolRow[] = [];
  for (const other of others) {
    const { quarters } = await freeFor(ctx, other, window);
    if (Math.min(...quarters) >= gpus) able.push(other);
    if (able.length === MOST_ALTERNATIVES) break;
  }
  return able;
}
