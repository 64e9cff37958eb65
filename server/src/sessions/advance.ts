import { announce } from "../events/announce.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { noteSaving } from "./note-saving.ts";
import { lookForMachine } from "./look-for-machine.ts";
import { noteLaunch } from "./note-launch.ts";
import { isToBeProved, proveMachine } from "./prove.ts";
import { decide, type Decision, next, type Reason, type Seen, type SessionFacts } from "./rules/lifecycle.ts";
import { provedWithinMs, upWithinMs } from "./rules/readiness.ts";
import { savingOf } from "./rules/saving.ts";
import { settleFinally } from "./settle.ts";
import { beginStretch, type MachineRow, moveMachine } from "./store/machines.ts";
import { noteSilent } from "./store/heard.ts";
import { listAlive, lockAnySession, moveSession, type SessionRow } from "./store/sessions.ts";
import type { SessionWork } from "./work.ts";

/**
 * Looks at every session that is not over and does for each the one thing that should happen next. It
 * is the only place that moves a session on by itself, and it keeps nothing between its turns.
 */
export async function advanceSessions(work: SessionWork, signal?: AbortSignal): Promise<void> {
  const { ctx } = work;
  for (const { session, machine, left } of await listAlive(ctx)) {
    if (signal?.aborted) return;
    const decision = decideOf({ session, machine, left }, ctx.now());
    try {
      if (isLast(decision)) await actSurely(ctx, session.id, decision);
      else await act(work, session, machine, decision);
    } catch (error) {
      // One that cannot be helped keeps none of the others waiting.
      metrics.sessionFaults.inc();
      ctx.log.error({ err: error, session: session.id }, "a session could not be moved on");
    }
  }
}

interface Alive {
  session: SessionRow;
  machine: MachineRow | null;
  left: number;
}

function decideOf({ session, machine, left }: Alive, now: Date): Decision {
  return decide(factsOf(session, machine), seenOf(session, machine, left), now);
}

type Last = Extract<Decision, { do: "abandon" | "end" | "fail" | "destroy" }>;

/** What cannot be taken back: a machine is given up or ended by it. */
const isLast = (decision: Decision): decision is Last =>
  ["abandon", "end", "fail", "destroy"].includes(decision.do);

/**
 * Decided again with the session locked: since it was read its user may have been told that it is extended, and its agent
 * may have spoken. What is not so any more is looked at in the next turn.
 */
async function actSurely(ctx: Ctx, sessionId: string, decided: Last): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    if (!(await lockAnySession(ctx, sessionId))) return;
    const [alive] = await listAlive(ctx, sessionId);
    const decision = alive && decideOf(alive, ctx.now());
    if (!decision || !isLast(decision) || decision.do !== decided.do) return;
    const { session, machine } = alive;
    switch (decision.do) {
      case "abandon":
        return abandon(ctx, session, machine, decision.reason);
      case "end":
        return end(ctx, session, machine, decision.reason);
      case "fail":
        return fail(ctx, session, decision.reason);
      case "destroy":
        return endMachine(ctx, session, machine, decision.cutShort);
    }
  });
}

function factsOf(session: SessionRow, machine: MachineRow | null): SessionFacts {
  const providerId = machine?.providerId ?? "";
  return {
    ...session,
    upWithinMs: upWithinMs(providerId, session.image),
    provedWithinMs: provedWithinMs(providerId),
    silentWarned: session.silentWarnedAt !== null,
    saving: savingOf(session),
  };
}

function seenOf(session: SessionRow, machine: MachineRow | null, machinesLeft: number): Seen {
  return { sight: sightOf(machine), proof: proofOf(session, machine), machinesLeft };
}

function sightOf(machine: MachineRow | null): Seen["sight"] {
  if (!machine) return { kind: "none" };
  if (machine.state === "asked") return { kind: "asked" };
  if (machine.state === "there") {
    return {
      kind: "there",
      state: (machine.instanceState ?? "provisioning") as never,
      wasRunning: machine.billed === "everything",
    };
  }
  return { kind: "over", reason: (machine.reason ?? "machine-lost") as Reason };
}

// A log-in that shows all as advertised is half of it; the agent's first word is the other.
function proofOf(session: SessionRow, machine: MachineRow | null): Seen["proof"] {
  if (machine?.proof === "mismatch") return "mismatch";
  return machine?.proof === "as-advertised" && session.heardAt !== null ? "as-advertised" : null;
}

async function act(
  work: SessionWork,
  session: SessionRow,
  machine: MachineRow | null,
  decision: Exclude<Decision, Last>,
): Promise<void> {
  const { ctx } = work;
  switch (decision.do) {
    case "nothing":
      if (
        session.state === "starting" &&
        machine?.state === "there" &&
        isToBeProved(session, machine, ctx.now())
      ) {
        work.errands.begin(`prove ${machine.id}`, (signal) => proveMachine(work, session, machine, signal));
      }
      return;
    case "find":
      return lookForMachine(work, session.id);
    case "up":
      await inTransaction(ctx, (ctx) => moveOn(ctx, session, { state: next(session.state, "up") }, null));
      return;
    case "prove":
      return inTransaction(ctx, (ctx) => begin(ctx, session, machine));
    case "gone":
      return inTransaction(ctx, (ctx) => close(ctx, session.id));
    case "warn-silent":
      return inTransaction(ctx, async (ctx) => {
        await noteSilent(ctx, session);
        announce(ctx, "session.heard", session.accountId);
        const payload = { heardAt: session.heardAt?.toISOString() ?? null };
        const { id: subject, accountId } = session;
        await record(ctx, { topic: "session.silent", subject, accountId, payload });
      });
  }
}

type Change = Parameters<typeof moveSession>[3];

/** Within a transaction. False when somebody else moved it first, and then nothing is told. */
async function moveOn(
  ctx: Ctx,
  session: SessionRow,
  change: Change,
  reason: Reason | null,
  detail: string | null = null,
): Promise<boolean> {
  if (!(await moveSession(ctx, session.id, session.state, change))) return false;
  metrics.sessionMoves.inc({ to: change.state, reason: reason ?? "" });
  await record(ctx, {
    topic: "session.changed",
    subject: session.id,
    accountId: session.accountId,
    payload: { state: change.state, attempt: session.attempts, reason, detail },
  });
  return true;
}

/** From here on it costs something. */
async function begin(ctx: Ctx, session: SessionRow, machine: MachineRow | null): Promise<void> {
  if (!machine || machine.pricePerHour === null || !session.longestUntil) return;
  const readyAt = ctx.now();
  const wanted = session.until ?? new Date(readyAt.getTime() + session.hours * 3_600_000);
  const endsAt = wanted < session.longestUntil ? wanted : session.longestUntil;
  const moved = await moveOn(ctx, session, { state: next(session.state, "prove"), readyAt, endsAt }, null);
  if (!moved) return;
  const { pricePerHour } = machine;
  const stretch = { sessionId: session.id, machineId: machine.id, what: "everything" as const };
  await beginStretch(ctx, { ...stretch, from: readyAt, pricePerHour });
  await noteLaunch(ctx, machine, true);
}

async function abandon(
  ctx: Ctx,
  session: SessionRow,
  machine: MachineRow | null,
  reason: Reason,
): Promise<void> {
  const detail = machine?.proofDetail ?? machine?.detail ?? null;
  const moved = await moveOn(ctx, session, { state: next(session.state, "abandon") }, reason, detail);
  if (!moved || machine?.state !== "there") return;
  await moveMachine(ctx, machine.id, "there", { state: "ending", reason });
  await noteLaunch(ctx, machine, false);
}

async function end(ctx: Ctx, session: SessionRow, machine: MachineRow | null, reason: Reason): Promise<void> {
  if (!(await moveOn(ctx, session, { state: next(session.state, "end"), reason }, reason))) return;
  // One that is kept for what is being saved is ended by a later turn.
  const stopping = {
    ...factsOf(session, machine),
    state: "stopping" as const,
    stateSince: ctx.now(),
    reason,
  };
  const after = decide(stopping, seenOf(session, machine, 1), ctx.now());
  if (after.do === "destroy") await endMachine(ctx, session, machine, false, reason);
}

async function endMachine(
  ctx: Ctx,
  session: SessionRow,
  machine: MachineRow | null,
  cutShort: boolean,
  reason = session.reason,
): Promise<void> {
  if (!machine || !(await moveMachine(ctx, machine.id, "there", { state: "ending", reason }))) return;
  if (cutShort) await noteSaving(ctx, session, { state: "cut-short", exitStatus: null });
}

async function fail(ctx: Ctx, session: SessionRow, reason: Reason): Promise<void> {
  const change = { state: next(session.state, "fail"), reason, endedAt: ctx.now(), ...erased };
  if (await moveOn(ctx, session, change, reason)) await settleFinally(ctx, session, ctx.now());
}

/** All its machines are proven gone: the last entry is written, and what was held goes back. */
async function close(ctx: Ctx, sessionId: string): Promise<void> {
  const session = await lockAnySession(ctx, sessionId);
  if (session?.state !== "stopping") return;
  const change = { state: next(session.state, "gone"), endedAt: ctx.now(), ...erased };
  if (await moveOn(ctx, session, change, session.reason as Reason))
    await settleFinally(ctx, session, ctx.now());
}

/** The ways in die with it. */
const erased = { agentTokenHash: null, sealedAccess: null };
