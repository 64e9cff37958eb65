import type { Ctx } from "../platform/context.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { isOnGrid, type Window } from "./rules/grid.ts";
import { type FreeOfPool, seeFree } from "./store/pools.ts";
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
  pools: FreeOfPool[];
}

/** How many GPUs are free of each pool in each step: in every quarter of it, so that a booking of it fits. */
export async function readAvailability(ctx: Ctx, asked: AskAvailability): Promise<Availability> {
  const { from, to, stepMinutes, poolId } = asked;
  const window = { startsAt: from, endsAt: to };
  refuseOdd(window, stepMinutes);
  const which = poolId == null ? await understandModel(ctx, asked) : { id: poolId };
  const pools = await seeFree(ctx, which, window, stepMinutes / 15);
  if (poolId != null && pools.length === 0) throw new NotFound("pool", poolId);
  for (const pool of pools) shut(pool, window, stepMinutes * 60_000);
  return { from, to, stepMinutes, pools };
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
function shut({ free, closures }: FreeOfPool, { startsAt: from }: Window, stepMs: number): void {
  for (const { kind, startsAt, endsAt } of closures) {
    if (kind !== "blackout") continue;
    const first = Math.floor((startsAt.getTime() - from.getTime()) / stepMs);
    const end = Math.ceil((endsAt.getTime() - from.getTime()) / stepMs);
    free.fill(0, Math.max(0, first), end);
  }
}
