import { accountIdOf } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { actorName } from "../values/actor.ts";
import { InvalidInput } from "../values/refusal.ts";
import { gpusKnownFor } from "./known-gpus.ts";
import { describeWish, type PriceWish, readWish } from "./rules/price-wish.ts";
import {
  countWatches,
  findSameWatch,
  findWatch,
  insertWatch,
  lockWatchesOfAccount,
  type WatchRow,
} from "./store/price-watches.ts";
import { watchPrices } from "./watch-prices.ts";

const MOST_WATCHES = 100;

export type CreatePriceWatch = Parameters<typeof readWish>[0];

/** One that is there already is given back: to ask twice is to be told once. */
export async function createPriceWatch(ctx: Ctx, input: CreatePriceWatch): Promise<WatchRow> {
  const wish = readWish(input, await gpusKnownFor(ctx, [input.gpu]));
  const { watch, made } = await inTransaction(ctx, (ctx) => insert(ctx, wish));
  if (!made) return watch;
  // The price may be there now; then it is told at once.
  await watchPrices(ctx);
  return (await findWatch(ctx, watch.id)) ?? watch;
}

async function insert(ctx: Ctx, wish: PriceWish): Promise<{ watch: WatchRow; made: boolean }> {
  await lockWatchesOfAccount(ctx);
  const same = await findSameWatch(ctx, wish);
  if (same) return { watch: same, made: false };
  if ((await countWatches(ctx)) >= MOST_WATCHES) {
    throw new InvalidInput("gpu", `An account has at most ${MOST_WATCHES} price watches. Remove one first.`);
  }
  const id = ctx.newId("wat");
  const watch = await insertWatch(ctx, { ...wish, id, createdBy: actorName(ctx.actor) });
  if (!watch) throw new Error("a watch that was not there could not be made");
  await record(ctx, {
    topic: "price-watch.created",
    subject: id,
    accountId: accountIdOf(ctx),
    payload: describeWish(wish),
  });
  return { watch, made: true };
}
