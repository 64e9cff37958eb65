import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { SYSTEM } from "../values/actor.ts";
import { formatUsd } from "../values/money.ts";
import { describeWish } from "./rules/price-wish.ts";
import { moveWatches, watchAlone, type WatchRow } from "./store/price-watches.ts";

/** So many are told in one transaction. */
const TOLD_AT_ONCE = 200;

/**
 * Looks at the market as it stands and tells whose price is there. It goes by what is true and not by what changed, so
 * a look that was missed is made up for by the next; and nobody looks beside another, so a crossing is told once.
 */
export async function watchPrices(ctx: Ctx): Promise<{ fired: number; rearmed: number }> {
  const told = { fired: 0, rearmed: 0 };
  for (let more = true; more;) {
    await inTransaction({ ...ctx, actor: SYSTEM }, async (ctx) => {
      await watchAlone(ctx);
      const moved = await moveWatches(ctx, TOLD_AT_ONCE);
      for (const watch of moved) await tell(ctx, watch);
      const fired = moved.filter(({ state }) => state === "fired").length;
      told.fired += fired;
      told.rearmed += moved.length - fired;
      more = moved.length === TOLD_AT_ONCE;
    });
  }
  return told;
}

async function tell(ctx: Ctx, watch: WatchRow): Promise<void> {
  const { id: subject, accountId, state, firedPricePerGpuHour: price, firedOfferId: offerId } = watch;
  const payload = describeWish(watch);
  if (state === "armed") {
    await record(ctx, { topic: "price-watch.rearmed", subject, accountId, payload });
    return;
  }
  if (price === null || offerId === null) throw new Error("a watch fired at nothing");
  await record(ctx, {
    topic: "price-watch.fired",
    subject,
    accountId,
    payload: { ...payload, pricePerGpuHour: formatUsd(price), offerId },
  });
}
