import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { describeWish } from "./rules/price-wish.ts";
import { deleteWatch, type WatchRow } from "./store/price-watches.ts";

export async function removePriceWatch(ctx: Ctx, id: string): Promise<WatchRow> {
  return inTransaction(ctx, async (ctx) => {
    const watch = await deleteWatch(ctx, id);
    if (!watch) throw new NotFound("price watch", id);
    await record(ctx, {
      topic: "price-watch.removed",
      subject: id,
      accountId: watch.accountId,
      payload: describeWish(watch),
    });
    return watch;
  });
}
