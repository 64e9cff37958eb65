import { type Ctx, inTransaction } from "../platform/context.ts";
import { rescore } from "./score-offers.ts";
import { insertLaunch, type Launch, lockProviders } from "./store/launches.ts";

/**
 * Notes how a launch ended, once however often it is told, and what that says of the machine, of its
 * GPU at the provider and of the provider.
 */
export async function recordLaunch(ctx: Ctx, launch: Launch): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    if (!(await insertLaunch(ctx, launch))) return;
    await lockProviders(ctx, launch.providerId);
    await rescore(ctx, launch.providerId);
  });
}
