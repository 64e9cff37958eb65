import { type Ctx, inTransaction } from "../platform/context.ts";
import { openBooks } from "./open-books.ts";
import { giveBack } from "./release.ts";
import { listDueAccounts } from "./store/books.ts";
import { closeHold, listLapsed, readHold } from "./store/holds.ts";

const AT_A_TIME = 100;

/**
 * Sees to every account in which time has made something due: lots take effect, notices are given,
 * and at 00:00 UTC lots end. Asks what should be true and is not, so it may be late, run twice, or run
 * in two processes. Says how many accounts it saw to.
 */
export async function settleDueCredits(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  return forEach(
    signal,
    (limit) => listDueAccounts(ctx, limit),
    (accountId) => accountId,
    (accountId) => inTransaction(ctx, (ctx) => openBooks(ctx, accountId)),
  );
}

/** Gives back what is held by holds whose time has run out. Says how many lapsed. */
export async function lapseHolds(ctx: Ctx, signal?: AbortSignal): Promise<number> {
  return forEach(
    signal,
    (limit) => listLapsed(ctx, limit),
    (hold) => hold.id,
    ({ id, accountId }) => inTransaction(ctx, (ctx) => lapse(ctx, accountId, id)),
  );
}

async function lapse(ctx: Ctx, accountId: string, holdId: string): Promise<void> {
  await openBooks(ctx, accountId);
  const found = await readHold(ctx, accountId, holdId);
  // It may have been captured, given back or prolonged while this waited for the books.
  if (!found || found.hold.state !== "open" || found.hold.lapsesAt > ctx.now()) return;
  await giveBack(ctx, found.hold, "lapse", `for ${found.hold.purpose}, whose time ran out`);
  await closeHold(ctx, holdId, "lapsed");
}

/** One that cannot be seen to keeps none of the others waiting; that there was one is thrown in the end. */
async function forEach<T>(
  signal: AbortSignal | undefined,
  list: (limit: number) => Promise<T[]>,
  idOf: (one: T) => string,
  act: (one: T) => Promise<unknown>,
): Promise<number> {
  const failed = new Map<string, unknown>();
  let done = 0;
  for (;;) {
    const due = (await list(AT_A_TIME + failed.size)).filter((one) => !failed.has(idOf(one)));
    if (due.length === 0 || signal?.aborted) break;
    for (const one of due) {
      if (signal?.aborted) break;
      try {
        await act(one);
        done += 1;
      } catch (error) {
        failed.set(idOf(one), error);
      }
    }
  }
  if (failed.size > 0)
    throw new AggregateError(failed.values(), `could not see to ${[...failed.keys()].join(", ")}`);
  return done;
}
