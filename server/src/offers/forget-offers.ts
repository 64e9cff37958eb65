import { type Ctx, inTransaction } from "../platform/context.ts";
import { deleteOffers, listForgettable } from "./store/forgotten.ts";
import { lockProviders } from "./store/launches.ts";

/** As long as what changed of an offer can be looked up. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;
const AT_A_TIME = 200;

/**
 * Lets go of offers that were withdrawn long ago: hosts relist under new ids all the time. One that somebody held,
 * watched or rented stays, for what is said of that names it; which were rented is for `findRented` to say. Says how
 * many went.
 */
export async function forgetOffers(
  ctx: Ctx,
  findRented: (ctx: Ctx, offerIds: readonly string[]) => Promise<Set<string>>,
): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEPT_MS);
  let forgotten = 0;
  for (let after: string | undefined = ""; after !== undefined;) {
    after = await inTransaction(ctx, async (ctx) => {
      // So that none of them is listed again meanwhile.
      await lockProviders(ctx, null);
      const old = await listForgettable(ctx, { before, after: after ?? "", limit: AT_A_TIME });
      const rented = await findRented(ctx, old);
      forgotten += await deleteOffers(
        ctx,
        old.filter((id) => !rented.has(id)),
      );
      return old.at(-1);
    });
  }
  return forgotten;
}
