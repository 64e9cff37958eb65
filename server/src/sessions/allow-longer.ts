import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { SessionIsOver } from "./refusals.ts";
import { stateSaid } from "./rules/lifecycle.ts";
import { HOURS_MAX, HOURS_MAX_ALLOWED } from "./rules/limits.ts";
import { changeSession, lockAnySession, type SessionRow } from "./store/sessions.ts";

const HOUR_MS = 3_600_000;

/**
 * Lets one machine be kept for longer than twelve hours. It ends no later by itself: whoever has it may extend it
 * that far, and pays as ever. Only those who run this Berth may, with a reason, which whoever has it reads.
 */
export async function allowLonger(ctx: Ctx, id: string, hours: number, reason: string): Promise<SessionRow> {
  if (!Number.isInteger(hours) || hours <= HOURS_MAX || hours > HOURS_MAX_ALLOWED)
    throw new InvalidInput(
      "hours",
      `Between ${HOURS_MAX + 1} and ${HOURS_MAX_ALLOWED} hours, in whole ones.`,
    );
  const why = reason.trim();
  if (why.length < 3 || why.length > 200)
    throw new InvalidInput("reason", "Say why, in 3 to 200 characters.");
  return inTransaction(ctx, async (ctx) => {
    const session = await lockAnySession(ctx, id);
    if (!session) throw new NotFound("session", id);
    const { accountId, billableSince, prepaid } = session;
    if (prepaid)
      throw new InvalidInput("sessionId", "This machine is a reservation's, which has its own end.");
    if (session.state !== "running" || session.endAsked || !billableSince)
      throw new SessionIsOver(stateSaid(session));
    const longestUntil = new Date(billableSince.getTime() + hours * HOUR_MS);
    if (session.longestUntil && longestUntil <= session.longestUntil)
      throw new InvalidInput("hours", "It may be kept for as long already.");
    const change = { longestUntil, longestOverridden: true };
    await changeSession(ctx, id, change);
    const payload = { hours, longestUntil: longestUntil.toISOString(), reason: why };
    await record(ctx, { topic: "session.longer-allowed", subject: id, accountId, payload });
    return { ...session, ...change };
  });
}
