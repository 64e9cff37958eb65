import type { Ctx } from "../platform/context.ts";
import { forgetListedHours } from "./store/price-hours.ts";
import { dropPartitions, makePartitions } from "./store/price-partitions.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Changes are what points are made of, and a look at an offer's last days. */
const CHANGES_KEPT_MS = 14 * DAY_MS;
/** Two years and the month that is not over: last year's season can be seen whole. */
export const POINTS_KEPT_MS = 760 * DAY_MS;

/** Makes the tables of the days and months to come, and lets go of those whose time has passed. */
export async function keepPartitions(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  const from = (ms: number) => new Date(now.getTime() + ms);
  await makePartitions(ctx, "offer_changes", now, from(7 * DAY_MS));
  await makePartitions(ctx, "price_points", now, from(62 * DAY_MS));
  await dropPartitions(ctx, "offer_changes", from(-CHANGES_KEPT_MS));
  await dropPartitions(ctx, "price_points", from(-POINTS_KEPT_MS));
  await forgetListedHours(ctx, from(-CHANGES_KEPT_MS));
}
