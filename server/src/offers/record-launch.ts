import type { Ctx } from "../platform/context.ts";
import { insertLaunch, type Launch } from "./store/launches.ts";

/**
 * Notes how a launch ended, once however often it is told. What that says of offers is said of a provider's whole
 * market, and is written within a minute by score-offers.ts: here somebody's session is waiting to begin.
 */
export async function recordLaunch(ctx: Ctx, launch: Launch): Promise<void> {
  await insertLaunch(ctx, launch);
}
