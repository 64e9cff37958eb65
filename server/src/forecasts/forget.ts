import type { Ctx } from "../platform/context.ts";
import { HOUR_MS } from "../values/hour.ts";
import { deleteOld } from "./store/forecasts.ts";

const DAY_MS = 24 * HOUR_MS;
const HOURLY_DAYS = 10;
const DAILY_DAYS = 120;

/** Every forecast is kept until it is scored; after that, one a day. Scores stay. */
export function forgetForecasts(ctx: Ctx): Promise<void> {
  const now = ctx.now().getTime();
  return deleteOld(ctx, new Date(now - HOURLY_DAYS * DAY_MS), new Date(now - DAILY_DAYS * DAY_MS));
}
