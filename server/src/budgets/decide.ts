import { accountIdOf, actingFor } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { bookApproved, type CreateReservation } from "../reservations/index.ts";
import {
  AlreadyDecided,
  changeRequest,
  lockRequest,
  openRequest,
  startApproved,
  type StartRequest,
  type StartSession,
  stateAt,
} from "../sessions/index.ts";
import { actorName } from "../values/actor.ts";
import { may } from "../values/permission.ts";
import { InvalidInput, NotFound, Refusal } from "../values/refusal.ts";

const REASON_CHARACTERS = 200;

/**
 * It begins here and now, on behalf of whoever asked and as they stand by now, in the transaction that says so: it
 * was approved of and has begun, or nothing has happened. What keeps it from beginning is kept with it.
 */
export async function approveStart(ctx: Ctx, id: string): Promise<StartRequest> {
  return inTransaction(ctx, async (ctx) => {
    const request = await lockPending(ctx, id);
    const begun = await begin(ctx, request);
    return decide(ctx, request, begun);
  });
}

export async function declineStart(ctx: Ctx, id: string, because: string | null): Promise<StartRequest> {
  const said = because?.trim() || null;
  if (said && (said.length > REASON_CHARACTERS || /\p{Cc}/u.test(said)))
    throw new InvalidInput("because", `A reason of ${REASON_CHARACTERS} characters at most.`);
  return inTransaction(ctx, async (ctx) =>
    decide(ctx, await lockPending(ctx, id), { state: "declined", because: said, begunId: null }),
  );
}

async function lockPending(ctx: Ctx, id: string): Promise<StartRequest> {
  const request = await lockRequest(ctx, accountIdOf(ctx), id);
  if (!request) throw new NotFound("request", id);
  const state = stateAt(request, ctx.now());
  if (state !== "pending") throw new AlreadyDecided(state, request.decidedBy);
  return request;
}

type Decision = { state: "begun" | "declined" | "failed"; because: string | null; begunId: string | null };

async function begin(ctx: Ctx, request: StartRequest): Promise<Decision> {
  const { accountId, askedBy, kind, mostMicros, id } = request;
  const { input, key } = openRequest(ctx, request);
  const actor = await actingFor(ctx, accountId, askedBy, id);
  if (!actor || !may(actor, kind === "session" ? "sessions.start" : "reservations.book"))
    return { state: "failed", because: "Whoever asked for it may not do so here any more.", begunId: null };
  try {
    const begunId = await inTransaction({ ...ctx, actor }, (ctx) =>
      kind === "session"
        ? startApproved(ctx, input as StartSession, key, mostMicros)
        : bookApproved(ctx, input as CreateReservation, key, mostMicros),
    );
    return { state: "begun", because: null, begunId };
  } catch (error) {
    if (error instanceof Refusal) return { state: "failed", because: error.message, begunId: null };
    throw error;
  }
}

async function decide(ctx: Ctx, { id, accountId, said }: StartRequest, by: Decision): Promise<StartRequest> {
  const { state: what, because, begunId } = by;
  await record(ctx, {
    topic: "start-request.changed",
    subject: id,
    accountId,
    payload: { what, said, because, begunId },
  });
  return changeRequest(ctx, id, {
    state: what,
    because,
    begunId,
    decidedBy: actorName(ctx.actor),
    decidedAt: ctx.now(),
  });
}
