import type { Ctx } from "../platform/context.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { isOnGrid, QUARTER_MS, quartersIn, type Window } from "./rules/grid.ts";
import { freeIn, readDays } from "./store/capacity.ts";
import { type ClosureRow, listClosures, listPools, type PoolRow, seePools } from "./store/pools.ts";
import { understandModel } from "./understand-model.ts";

const MOST_STEPS = 3_000;
const DAY_MINUTES = 24 * 60;

export interface AskAvailability {
  poolId?: string | null | undefined;
  gpuModel?: string | null | undefined;
  region?: string | null | undefined;
  from: Date;
  to: Date;
  stepMinutes: number;
}

export interface Availability {
  from: Date;
  to: Date;
  stepMinutes: number;
  pools: { pool: PoolRow; free: number[]; closures: ClosureRow[] }[];
}

/** How many GPUs are free of each pool in each step: in every quarter of it, so that a booking of it fits. */
export async function readAvailability(ctx: Ctx, asked: AskAvailability): Promise<Availability> {
  const { from, to, stepMinutes } = asked;
  const window = { startsAt: from, endsAt: to };
  refuseOdd(window, stepMinutes);
  const { pools, days, closures } =
    asked.poolId == null ? await ofMany(ctx, asked, window) : await ofOne(ctx, asked.poolId, window);
  const perStep = stepMinutes / 15;
  return {
    from,
    to,
    stepMinutes,
    pools: pools.map((pool) => {
      const own = closures.filter(({ poolId }) => poolId === pool.id);
      const free = freeIn(pool, days.get(pool.id) ?? new Map(), window);
      return { pool, free: leastOf(shut(free, window, own), perStep), closures: own };
    }),
  };
}

interface Read {
  pools: PoolRow[];
  days: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
  closures: ClosureRow[];
}

/** Of one pool in one journey. */
async function ofOne(ctx: Ctx, poolId: string, window: Window): Promise<Read> {
  const [seen] = await seePools(ctx, { id: poolId }, window);
  if (!seen) throw new NotFound("pool", poolId);
  const { pool, days, closures } = seen;
  return { pools: [pool], days: new Map([[poolId, days]]), closures };
}

async function ofMany(ctx: Ctx, asked: AskAvailability, window: Window): Promise<Read> {
  const pools = await listPools(ctx, await understandModel(ctx, asked));
  const ids = pools.map(({ id }) => id);
  const [days, closures] = await Promise.all([readDays(ctx, ids, window), listClosures(ctx, ids, window)]);
  return { pools, days, closures };
}

function refuseOdd(window: Window, stepMinutes: number): void {
  if (
    !Number.isInteger(stepMinutes) ||
    stepMinutes < 15 ||
    stepMinutes > DAY_MINUTES ||
    stepMinutes % 15 !== 0
  )
    throw new InvalidInput("stepMinutes", "A step is a whole number of quarter hours, a day at most.");
  if (!isOnGrid(window.startsAt) || !isOnGrid(window.endsAt))
    throw new InvalidInput("from", "A window begins and ends on a quarter of an hour.");
  if (window.endsAt <= window.startsAt) throw new InvalidInput("to", "A window ends after it begins.");
  if ((window.endsAt.getTime() - window.startsAt.getTime()) / (stepMinutes * 60_000) > MOST_STEPS)
    throw new InvalidInput("to", `At most ${MOST_STEPS} steps at once.`);
}

/** In a blackout nothing can be booked, whatever is free. */
function shut(free: number[], window: Window, closures: readonly ClosureRow[]): number[] {
  for (const { kind, startsAt, endsAt } of closures) {
    if (kind !== "blackout") continue;
    const first = Math.max(0, quartersIn({ startsAt: window.startsAt, endsAt: startsAt }));
    const end = Math.min(free.length, (endsAt.getTime() - window.startsAt.getTime()) / QUARTER_MS);
    free.fill(0, first, end);
  }
  return free;
}

function leastOf(free: readonly number[], perStep: number): number[] {
  const steps: number[] = [];
  for (let first = 0; first < free.length; first += perStep) {
    let least = Infinity;
    for (let at = first; at < first + perStep && at < free.length; at++)
      least = Math.min(least, free[at] ?? least);
    steps.push(least);
  }
  return steps;
}
