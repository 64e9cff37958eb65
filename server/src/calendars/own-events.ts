import { costForecast, findBestWindows, NotEnoughHistory } from "../forecasts/index.ts";
import type { Ctx } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";
import { avoidedBy } from "./avoided.ts";
import { findConnection } from "./store/connections.ts";

type Window = { startsAt: Date; endsAt: Date };

const HOUR_MS = 3_600_000;
const AHEAD_MS = 6 * 24 * HOUR_MS;
const MOST_PRICED = 10;

export interface ComputeEvent extends Window {
  id: string;
  title: string;
  gpu: string;
  gpuCount: number;
  /** At the time that it stands at, by the forecast; null where nothing can be foretold. */
  expected: Usd | null;
  /** If prices stay as they are now. */
  atPricesNow: Usd | null;
  /** The cheapest start within the days ahead, where it is cheaper. */
  cheaper: { startsAt: Date; expected: Usd; saving: Usd } | null;
}

/** The events of somebody's own calendar that mean a GPU, with what they would cost there, and when less. */
export async function listComputeEvents(ctx: Ctx): Promise<ComputeEvent[]> {
  const connection = await findConnection(ctx);
  if (!connection?.computeGpu || !connection.computeGpuCount) return [];
  const { computeGpu: gpu, computeGpuCount: gpuCount } = connection;
  const ahead = connection.computeEvents
    .map(({ id, title, startsAt, endsAt }) => ({
      id,
      title,
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
    }))
    .filter(({ startsAt }) => startsAt > ctx.now());
  const events: ComputeEvent[] = [];
  for (const [number, event] of ahead.entries()) {
    const priced =
      number < MOST_PRICED
        ? await price(ctx, event, { gpu, gpuCount }, avoidedBy(ctx, connection))
        : { expected: null, atPricesNow: null, cheaper: null };
    events.push({ ...event, gpu, gpuCount, ...priced });
  }
  return events;
}

async function price(
  ctx: Ctx,
  { startsAt, endsAt }: Window,
  { gpu, gpuCount }: { gpu: string; gpuCount: number },
  avoid: readonly Window[],
): Promise<Pick<ComputeEvent, "expected" | "atPricesNow" | "cheaper">> {
  const durationHours = (endsAt.getTime() - startsAt.getTime()) / HOUR_MS;
  const job = { gpu, gpuCount, durationHours, first: 1 };
  // Its own time is priced as any other start is, so that what is saved is by the time and nothing else.
  const there = await unlessRefused(
    findBestWindows(ctx, { ...job, earliest: startsAt, deadline: new Date(endsAt.getTime() + HOUR_MS) }),
  );
  const found = await unlessRefused(
    findBestWindows(ctx, { ...job, deadline: new Date(ctx.now().getTime() + AHEAD_MS), avoid }),
  );
  const best = found?.windows[0];
  const expected = there?.startNow?.expected ?? null;
  const saving = expected !== null && best ? expected - best.expected : 0n;
  return {
    expected,
    atPricesNow: await priceNow(),
    cheaper: best && saving > 0n ? { startsAt: best.startsAt, expected: best.expected, saving } : null,
  };

  /** Of the machine that it would be; where none is listed, of the market. */
  async function priceNow(): Promise<Usd | null> {
    if (found?.startNow?.offerId) return found.startNow.expected;
    const plan = { market: { gpu }, gpuCount, windows: [{ startsAt, endsAt }] };
    return (await unlessRefused(costForecast(ctx, plan)))?.naive ?? null;
  }
}

/** What nobody can foretell has no price, and that is no fault. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotEnoughHistory || error instanceof Refusal) return null;
    throw error;
  }
}
