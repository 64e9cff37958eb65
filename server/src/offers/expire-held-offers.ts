import { type Ctx, inTransaction } from "../platform/context.ts";
import { endHold } from "./end-hold.ts";
import { lockOverdue } from "./store/held-offers.ts";

const AT_A_TIME = 100;

/** Writes down that holds ran out; they were over by themselves at that instant. Says how many. */
export async function expireHeldOffers(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  let expired = 0;
  for (let last = AT_A_TIME; last === AT_A_TIME && !signal?.aborted; expired += last) {
    last = await inTransaction(ctx, async (ctx) => {
      const overdue = await lockOverdue(ctx, AT_A_TIME);
      for (const hold of overdue) await endHold(ctx, hold, "expired");
      return overdue.length;
    });
  }
  return expired;
}
