import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { accountOf } from "./account-of.ts";
import { type Started, startSession, type StartSession } from "./start.ts";
import { findSession } from "./store/sessions.ts";

/**
 * Starts a session once for a key. What is remembered is which session it was; a private key that was
 * made for it is in the first answer alone, and a lost one is replaced on the machine.
 */
export async function startOnce(
  ctx: Ctx,
  input: StartSession,
  key: string,
): Promise<Started & { replayed: boolean }> {
  let started: Started | null = null;
  const { reply, replayed } = await answerOnce(
    ctx,
    { operation: "startSession", key, input },
    async (ctx) => {
      started = await startSession(ctx, input);
      return { id: started.session.id };
    },
  );
  if (started && !replayed) return { ...(started as Started), replayed };
  const session = await findSession(ctx, accountOf(ctx), reply.id);
  if (!session) throw new Error(`the session ${reply.id} that a key stands for is gone`);
  return { session, privateKey: null, replayed };
}
