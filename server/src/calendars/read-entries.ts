import { accountIdOf } from "../accounts/index.ts";
import { countChanges } from "../events/changes.ts";
import {
  findBestWindows,
  gpuOf,
  type JobRow,
  listJobs,
  NotEnoughHistory,
  readJobs,
} from "../forecasts/index.ts";
import type { Ctx } from "../platform/context.ts";
import {
  type Booked,
  listAllBetween,
  listClosures,
  readPools,
  readReservations,
} from "../reservations/index.ts";
import { hourOf } from "../values/hour.ts";
import { NotFound } from "../values/refusal.ts";
import {
  type CalendarEntry,
  entryOfClosure,
  entryOfOrder,
  entryOfReservation,
  entryOfWindow,
} from "./rules/entries.ts";
import type { WindowsWish } from "./rules/feed.ts";

const DAY_MS = 24 * 3_600_000;
const BEHIND_MS = 60 * DAY_MS;
const AHEAD_MS = 400 * DAY_MS;
const ORDERS_AT_ONCE = 100;
const WINDOWS = 3;

/** What of the account stands in a calendar: two months back, and all that is ahead. */
export async function readEntries(
  ctx: Ctx,
  of: { poolId?: string | null; createdBy?: string | null } = {},
): Promise<CalendarEntry[]> {
  const now = ctx.now().getTime();
  const window = { startsAt: new Date(now - BEHIND_MS), endsAt: new Date(now + AHEAD_MS) };
  const isWanted = ({ createdBy }: { createdBy: string }) => !of.createdBy || createdBy === of.createdBy;
  const booked = (await listAllBetween(ctx, accountIdOf(ctx), window)).filter(
    (one) => isWanted(one) && (!of.poolId || one.poolId === of.poolId),
  );
  const reservations = await toReservationEntries(ctx, accountIdOf(ctx), booked);
  if (of.poolId) return [...reservations, ...(await readClosures(ctx, of.poolId, window))];
  const orders = (await listAllOrders(ctx)).filter((one) => isWanted(one) && one.deadline > window.startsAt);
  return [...reservations, ...(await toOrderEntries(ctx, orders))];
}

async function listAllOrders(ctx: Ctx): Promise<JobRow[]> {
  const all: JobRow[] = [];
  for (;;) {
    const page = await listJobs(ctx, { after: all.at(-1) ?? null, limit: ORDERS_AT_ONCE });
    all.push(...page);
    if (page.length < ORDERS_AT_ONCE) return all;
  }
}

/** Of what these stand for; what is gone, or was never booked, is not among them. */
export async function readEntriesOf(
  ctx: Ctx,
  ids: readonly string[],
  createdBy: string | null = null,
): Promise<Map<string, CalendarEntry>> {
  const isWanted = (one: { createdBy: string }) => createdBy === null || one.createdBy === createdBy;
  const booked = await readReservations(
    ctx,
    accountIdOf(ctx),
    ids.filter((id) => id.startsWith("res_")),
  );
  const orders = await readJobs(
    ctx,
    ids.filter((id) => id.startsWith("flx_")),
  );
  const entries = [
    ...(await toReservationEntries(ctx, accountIdOf(ctx), booked.filter(isWanted))),
    ...(await toOrderEntries(ctx, orders.filter(isWanted))),
  ];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** All of one account. */
export async function toReservationEntries(
  ctx: Ctx,
  accountId: string,
  booked: readonly Booked[],
): Promise<CalendarEntry[]> {
  const pools = await readPools(ctx, [...new Set(booked.map(({ poolId }) => poolId))]);
  const byId = new Map(pools.map((pool) => [pool.id, pool]));
  const subjects = booked.map(({ id }) => id);
  const changes = await countChanges(ctx, { accountId, topic: "reservation.changed", subjects });
  return booked.flatMap((one) => {
    const pool = byId.get(one.poolId);
    if (!pool) return [];
    const changed = changes.get(one.id) ?? { sequence: 0, changedAt: one.createdAt };
    return entryOfReservation(one, pool, changed) ?? [];
  });
}

async function toOrderEntries(ctx: Ctx, orders: readonly JobRow[]): Promise<CalendarEntry[]> {
  const subjects = orders.map(({ id }) => id);
  const changes = await countChanges(ctx, {
    accountId: accountIdOf(ctx),
    topic: "flexible-job.changed",
    subjects,
  });
  return orders.map((one) =>
    entryOfOrder(
      { ...one, gpuModel: gpuOf(one) },
      changes.get(one.id) ?? { sequence: 0, changedAt: one.createdAt },
    ),
  );
}

async function readClosures(
  ctx: Ctx,
  poolId: string,
  window: { startsAt: Date; endsAt: Date },
): Promise<CalendarEntry[]> {
  const [pool] = await readPools(ctx, [poolId]);
  if (!pool) return [];
  return (await listClosures(ctx, [poolId], window)).map((closure) => entryOfClosure(closure, pool));
}

/** The cheapest windows of the days ahead; none where nothing can be foretold. */
export async function readWindowEntries(
  ctx: Ctx,
  wish: WindowsWish,
  of: { id: string; avoid?: readonly { startsAt: Date; endsAt: Date }[] },
): Promise<CalendarEntry[]> {
  const { gpu, gpuCount, hours } = wish;
  // The hour, so that within it the same is told, and a reader sees that nothing changed.
  const issuedAt = hourOf(ctx.now());
  const earliest = new Date(issuedAt.getTime() + 3_600_000);
  const found = await findBestWindows(ctx, {
    gpu,
    gpuCount,
    durationHours: hours,
    earliest,
    deadline: new Date(issuedAt.getTime() + 6 * DAY_MS),
    avoid: of.avoid,
    first: WINDOWS,
  }).catch((error: unknown) => {
    if (error instanceof NotEnoughHistory || error instanceof NotFound) return { windows: [] };
    throw error;
  });
  return found.windows.map((window, rank) =>
    entryOfWindow(window, { id: `${of.id}-window-${rank + 1}`, rank, gpu, gpuCount, hours, issuedAt }),
  );
}
