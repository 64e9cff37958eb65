import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";
import type { Billed } from "../providers/provider.ts";
import { beginStretch, endStretch, listStretches, type MachineRow } from "./store/machines.ts";
import { readSession, type SessionRow } from "./store/sessions.ts";

/**
 * Within a transaction: what a machine does from this instant on, as its provider bills it. Nothing is
 * charged before the session was ready, and nothing for what nobody knows.
 */
export async function chargeFor(ctx: Ctx, machine: MachineRow, billed: Billed, at: Date): Promise<void> {
  if (billed === "unknown" || machine.sessionId === null) return;
  const session = await readSession(ctx, machine.sessionId);
  if (!session) return;
  const open = (await listStretches(ctx, [session.id])).find(({ until }) => until === null);
  if (!isChargedAnew(machine, { ...session, what: open?.what ?? null }, billed)) return;
  const what = billed === "nothing" ? null : billed;
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

/** Whether what a provider bills for a machine is something else than what its session is charged for. */
export function isChargedAnew(
  { attempt }: Pick<MachineRow, "attempt">,
  {
    readyAt,
    attempts,
    endedAt,
    what,
  }: Pick<SessionRow, "readyAt" | "attempts" | "endedAt"> & { what: string | null },
  billed: Billed,
): boolean {
  if (billed === "unknown" || readyAt === null || attempts !== attempt || endedAt !== null) return false;
  return what !== (billed === "nothing" ? null : billed);
}
