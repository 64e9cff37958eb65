import type { Ctx } from "../platform/context.ts";
import { settleSession } from "./settle.ts";
import { listAlive } from "./store/sessions.ts";

/**
 * Writes to the ledger what every running session has cost since the last time. Up to when its machine
 * was last looked at: what it did after that may still turn out to be nothing.
 */
export async function settleRunning(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  const failures: unknown[] = [];
  for (const { session, machine } of await listAlive(ctx)) {
    if (signal?.aborted) return;
    const at = machine?.lookedAt;
    if (!session.readyAt || !at || at <= (session.settledUntil ?? session.readyAt)) continue;
    await settleSession(ctx, session.id, at).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} sessions could not be settled`);
}
