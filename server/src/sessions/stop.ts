import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { NotFound } from "../values/refusal.ts";
import { accountOf, refuseOthers } from "./account-of.ts";
import { isOver } from "./rules/lifecycle.ts";
import { changeSession, findSession, lockSession, type SessionRow } from "./store/sessions.ts";

/**
 * Asks for the end. It is written down and done by the loop that moves sessions on, so that it is done
 * also if this process dies now. Asking again, or for what is over, changes nothing and is no error; except that
 * what is being saved may be given up by it.
 */
export async function stopSession(
  ctx: Ctx,
  id: string,
  why: "asked-to-stop" | "done" = "asked-to-stop",
  withoutSaving = false,
): Promise<SessionRow> {
  const accountId = accountOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    const session = await lockSession(ctx, accountId, id);
    if (!session) throw new NotFound("session", id);
    refuseOthers(ctx, session, "sessions.stop");
    if (isOver(session.state)) return session;
    const isAsked = session.endAsked !== null || session.state === "stopping";
    const givesUp = withoutSaving && session.saveMinutes !== null && !session.withoutSaving;
    if (isAsked && !givesUp) return session;
    await changeSession(ctx, id, { ...(!isAsked && { endAsked: why }), ...(givesUp && { withoutSaving }) });
    const payload = { why: givesUp ? ("without-saving" as const) : why };
    await record(ctx, { topic: "session.end-asked", subject: id, accountId, payload });
    return (await findSession(ctx, accountId, id)) ?? session;
  });
}
