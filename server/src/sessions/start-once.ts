import type { Ctx } from "../platform/context.ts";
import { answerOnce } from "../platform/idempotency/idempotency.ts";
import { accountOf } from "./account-of.ts";
import { keepWhileItWaits } from "./keep-request.ts";
import { type Started, startSession, type StartSession } from "./start.ts";
import { findSession } from "./store/sessions.ts";

/**
 * Starts a session once for a key. What is remembered is which session it was; a private key that was
 * made for it is in the first answer alone, and a lost one is replaced on the machine. Where starts take approval it
 * is kept instead, under the same key.
 */
export async function startOnce(
  ctx: Ctx,
  input: StartSession,
  key: string,
): Promise<Started & { replayed: boolean }> {
  let started: Started | null = null;
  const { reply, replayed } = await keepWhileItWaits(ctx, { kind: "session", input, key }, () =>
    answerOnce(ctx, asked(input, key), async (ctx) => {
      started = await startSession(ctx, input, { approval: "may wait" });
      return { id: started.session.id };
    }),
  );
  if (started && !replayed) return { ...(started as Started), replayed };
  const session = await findSession(ctx, accountOf(ctx), reply.id);
  if (!session) throw new Error(`the session ${reply.id} that a key stands for is gone`);
  return { session, privateKey: null, replayed };
}

/** Within a transaction, for who asked: what was kept begins, for no more than it was to cost when it was asked for. */
export async function startApproved(
  ctx: Ctx,
  input: StartSession,
  key: string,
  most: bigint,
): Promise<string> {
  const { reply } = await answerOnce(ctx, asked(input, key), async (ctx) => {
    const hours = BigInt(input.hours);
    const { session } = await startSession(
      ctx,
      { maxPricePerHour: most / hours, ...given(input) },
      { approval: "given" },
    );
    return { id: session.id };
  });
  return reply.id;
}

const asked = (input: StartSession, key: string) => ({ operation: "startSession", key, input });

/** What was left out is left out, and stands in nothing's way. */
function given(input: StartSession): StartSession {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value != null),
  ) as unknown as StartSession;
}
