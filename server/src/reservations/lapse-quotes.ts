import { type Ctx, inTransaction } from "../platform/context.ts";
import { nextState } from "./rules/lifecycle.ts";
import { deleteParts, listLapsed, moveReservation } from "./store/reservations.ts";
import { tellCapacity } from "./tell.ts";

const AT_ONCE = 200;

/** Gives the places of quotes that ran out to others: of one pool, or of all. Says how many there were. */
export async function lapseQuotes(
  ctx: Ctx,
  poolId: string | null = null,
  signal?: AbortSignal,
): Promise<number> {
  let lapsed = 0;
  for (const quote of await listLapsed(ctx, poolId, AT_ONCE)) {
    if (signal?.aborted) break;
    await inTransaction(ctx, async (ctx) => {
      const change = { state: nextState("held", "lapse"), endedAt: ctx.now() };
      if (!(await moveReservation(ctx, quote.id, "held", change))) return;
      await deleteParts(ctx, quote.id);
      await tellCapacity(ctx, quote.poolId, quote);
      lapsed += 1;
    });
  }
  return lapsed;
}
