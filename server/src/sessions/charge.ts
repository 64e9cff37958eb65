import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import type { Billed } from "../providers/provider.ts";
import { beginStretch, endStretch, listStretches, type MachineRow } from "./store/machines.ts";
import { readSession } from "./store/sessions.ts";

/**
 * Within a transaction: what a machine does from this instant on, as its provider bills it. Nothing is
 * charged before the session was ready, and nothing for what nobody knows.
 */
export async function chargeFor(ctx: Ctx, machine: MachineRow, billed: Billed, at: Date): Promise<void> {
  if (billed === "unknown" || machine.sessionId === null) return;
  const session = await readSession(ctx, machine.sessionId);
  if (!session?.readyAt || session.attempts !== machine.attempt || session.endedAt) return;
  const open = (await listStretches(ctx, [session.id])).find(({ until }) => until === null);
  const what = billed === "nothing" ? null : billed;
  if ((open?.what ?? null) === what) return;
  await endStretch(ctx, session.id, at);
  await record(ctx, {
    topic: "session.charged",
    subject: session.id,
    accountId: session.accountId,
    payload: { what },
  });
  const pricePerHour = what === "everything" ? machine.pricePerHour : machine.diskPricePerHour;
  if (what === null || pricePerHour === null) return;
  const from = open && at < open.from ? open.from : at;
  await beginStretch(ctx, { sessionId: session.id, machineId: machine.id, what, from, pricePerHour });
}
