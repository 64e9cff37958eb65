import { capture, closeOwnBill, hasLapsed, noteOwnBill, release } from "../credits/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Usd } from "../values/money.ts";
import { HOLD_LAPSES_MS } from "./rules/limits.ts";
import { costAt } from "./rules/meter.ts";
import { listStretches } from "./store/machines.ts";
import { lockAnySession, noteSettled, type SessionRow } from "./store/sessions.ts";

/**
 * Brings the ledger up to an instant: what the session has cost by then, less what the ledger has. What is on the
 * team's own bill at the provider is written beside the ledger, alike in all else. The
 * entry is named by the interval, so that it is written once whoever writes it; and the row says from
 * where to go on, so that no interval is left out.
 */
export async function settleSession(ctx: Ctx, sessionId: string, at: Date): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const session = await lockAnySession(ctx, sessionId);
    if (!session?.readyAt || session.endedAt) return;
    await settleUpTo(ctx, session, at, false);
  });
}

/** Within a transaction: writes the last entry and gives back what was held and not used. */
export async function settleFinally(ctx: Ctx, session: SessionRow, at: Date): Promise<Usd> {
  const { id, accountId, holdId } = session;
  // A reservation is paid for as a whole.
  if (session.prepaid) return 0n;
  if (!session.readyAt) {
    if (holdId === null) await closeOwnBill(ctx, id);
    else await release(ctx, { accountId, holdId, note: `nothing came of ${sayMachine(session)}` });
    return 0n;
  }
  return settleUpTo(ctx, session, at, true);
}

async function settleUpTo(ctx: Ctx, session: SessionRow, at: Date, last: boolean): Promise<Usd> {
  const { id, accountId, holdId, settledMicros } = session;
  if (session.prepaid) return 0n;
  if (await isLeftUnpaid(ctx, session, at)) {
    const paid = { heldMicros: settledMicros, settledMicros, settledUntil: at };
    await noteSettled(ctx, id, settledMicros, paid);
    return settledMicros;
  }
  const cost = costOfSession(session, await listStretches(ctx, [id]), at);
  const amount = cost - settledMicros;
  if (amount < 0n) throw new Error(`${id} costs less than the ledger has of it`);
  if (amount === 0n && !last) return cost;
  if (!(await noteSettled(ctx, id, settledMicros, { settledMicros: cost, settledUntil: at }))) return cost;
  const from = (session.settledUntil ?? session.readyAt)?.toISOString();
  const reference = `${id} from ${from}`;
  if (holdId === null) {
    if (amount > 0n) await noteOwnBill(ctx, { accountId, purpose: id, amount, reference });
    if (last) await closeOwnBill(ctx, id);
    return cost;
  }
  await capture(ctx, { accountId, holdId, amount, reference, note: sayMachine(session), last });
  return cost;
}

/** As it was asked for: the ledger's words are of what was set aside, whichever machine it came to. */
export function sayMachine({ gpuCount, gpuModel }: Pick<SessionRow, "gpuCount" | "gpuModel">): string {
  return `${gpuCount} × ${gpuModel}`;
}

/**
 * A machine that nobody can destroy outlives what was held for it: that has lapsed and was given back. Its session goes
 * on to its end without it, at what was paid until then; more was not held.
 */
async function isLeftUnpaid(ctx: Ctx, session: SessionRow, at: Date): Promise<boolean> {
  const { accountId, holdId, createdAt } = session;
  // A hold is asked for only when it can have lapsed.
  if (holdId === null || at.getTime() - createdAt.getTime() < HOLD_LAPSES_MS) return false;
  return hasLapsed(ctx, accountId, holdId);
}

/**
 * What it has cost up to an instant: never more than was held for it, whatever a provider makes of it. On the team's
 * own bill it is what the provider makes of it.
 */
export function costOfSession(
  session: Pick<SessionRow, "heldMicros" | "billedTo">,
  stretches: Parameters<typeof costAt>[0],
  at: Date,
): Usd {
  const cost = costAt(stretches, at);
  return session.billedTo === "own-account" || cost < session.heldMicros ? cost : session.heldMicros;
}
