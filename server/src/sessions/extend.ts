import { raiseHold, raiseOwnBill } from "../credits/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { accountOf, refuseOthers } from "./account-of.ts";
import { BeyondLongest, SessionIsOver } from "./refusals.ts";
import { stateSaid } from "./rules/lifecycle.ts";
import { HOURS_MAX } from "./rules/limits.ts";
import { costOf } from "./rules/meter.ts";
import { sayMachine } from "./settle.ts";
import { refuseBlocked } from "./start-blocks.ts";
import { listMachinesOf } from "./store/machines.ts";
import { lockBlocks } from "./store/start-blocks.ts";
import { changeSession, findSession, lockSession, type SessionRow } from "./store/sessions.ts";

const HOUR_MS = 3_600_000;

/**
 * Moves the end, and holds what the added hours may cost. The new end is compared with the machine's
 * beginning, not with now: however often it is asked, twelve hours are the most.
 */
export async function extendSession(ctx: Ctx, id: string, hours: number): Promise<SessionRow> {
  const accountId = accountOf(ctx);
  if (!Number.isInteger(hours) || hours < 1 || hours > HOURS_MAX)
    throw new InvalidInput("hours", `Between 1 and ${HOURS_MAX} hours, in whole ones.`);
  return inTransaction(ctx, async (ctx) => {
    // Before the session's row, as whoever writes a block and then ends sessions does.
    await lockBlocks(ctx, accountId, "beside others");
    const session = await lockSession(ctx, accountId, id);
    if (!session) throw new NotFound("session", id);
    refuseOthers(ctx, session, "sessions.start");
    const { endsAt, longestUntil, holdId } = session;
    if (session.prepaid) throw new InvalidInput("sessionId", "This machine is a reservation's: extend that.");
    if (session.state !== "running" || session.endAsked || !endsAt || !longestUntil)
      throw new SessionIsOver(stateSaid(session));
    const end = new Date(endsAt.getTime() + hours * HOUR_MS);
    if (end > longestUntil) throw new BeyondLongest(longestUntil);
    const { consumer, gpuModel } = session;
    const machine = (await listMachinesOf(ctx, [id])).at(-1);
    await refuseBlocked(ctx, accountId, {
      consumer,
      gpuModel,
      providerId: machine?.providerId,
      extends: true,
    });
    const by = costOf(session.capPerHour, hours * HOUR_MS);
    await changeSession(ctx, id, {
      endsAt: end,
      hours: session.hours + hours,
      ...(holdId !== null && { heldMicros: session.heldMicros + by }),
    });
    await record(ctx, {
      topic: "session.extended",
      subject: id,
      accountId,
      payload: { hours, endsAt: end.toISOString() },
    });
    const extended = await findSession(ctx, accountId, id);
    if (holdId === null) await raiseOwnBill(ctx, { accountId, purpose: id, amount: by });
    else await raiseHold(ctx, { accountId, holdId, by, note: `${hours} h more of ${sayMachine(session)}` });
    return extended ?? session;
  });
}

/** Once for a key: a second click of a slow page does not add the hours twice. */
export async function extendOnce(ctx: Ctx, id: string, hours: number, key: string): Promise<SessionRow> {
  await answerOnce(ctx, { operation: "extendSession", key, input: { id, hours } }, async (ctx) => {
    await extendSession(ctx, id, hours);
    return null;
  });
  const session = await findSession(ctx, accountOf(ctx), id);
  if (!session) throw new NotFound("session", id);
  return session;
}
