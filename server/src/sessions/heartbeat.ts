import { announce } from "../events/announce.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { hashAgentToken, isAgentToken } from "./agent-token.ts";
import { noteSaving } from "./note-saving.ts";
import { savingOf } from "./rules/saving.ts";
import type { Heartbeat } from "./rules/vitals.ts";
import { noteHeartbeat } from "./store/heard.ts";
import { changeSession, findByAgentToken, type SessionRow } from "./store/sessions.ts";

/** What an agent is told in return: until when its machine may live without hearing from us again. */
export interface Lease {
  /** The machine ends itself after so long, whatever it hears. By our clock, so that the machine's need not be right. */
  secondsLeft: number;
  /** Unheard for so long, the machine ends itself. */
  silentSeconds: number;
  /** The session is ending: finish what must be finished. */
  draining: boolean;
  /** So long what is on the disk may be saved for; 0 for not at all. */
  saveSeconds: number;
  /** What was counted of its beats: one that was begun again and counts less goes on from here. */
  heardCount: number;
}

/** Null for a token that speaks for no session, or no longer. */
export type Heard = { lease: Lease; session: SessionRow; isNew: boolean } | null;

const SILENT_SECONDS = 30 * 60;
const GRACE_MS = 5 * 60_000;

/**
 * An agent's sign of life. It changes its session's row and the minute's, and is no event: what must be known afterwards (that it is
 * done, that it is idle, that the machine will be taken away) asks for the end like anybody else does.
 */
export async function hearAgent(ctx: Ctx, token: string, beat: Heartbeat): Promise<Heard> {
  const session = await findSpokenFor(ctx, token);
  if (!session) return null;
  // One that was sent before, or by somebody who listened in: it is answered and changes nothing.
  const isNew = await noteHeartbeat(ctx, session, beat);
  if (isNew) announce(ctx, "session.heard", session.accountId);
  const why = isNew ? reasonToEnd(session, beat) : null;
  if (why) await askForEnd(ctx, session, why);
  const { saving } = beat;
  if (isNew && saving && session.saveMinutes !== null)
    await inTransaction(ctx, (ctx) => noteSaving(ctx, session, saving));
  const heardCount = isNew ? beat.count : Math.max(beat.count, session.agentCount ?? 0);
  return { lease: { ...leaseOf(session, ctx.now(), why !== null), heardCount }, session, isNew };
}

/** The id of the session that a token speaks for. */
export async function sessionOf(ctx: Ctx, token: string): Promise<string | null> {
  return (await findSpokenFor(ctx, token))?.id ?? null;
}

async function findSpokenFor(ctx: Ctx, token: string): Promise<SessionRow | undefined> {
  return isAgentToken(token) ? findByAgentToken(ctx, hashAgentToken(token)) : undefined;
}

function reasonToEnd(session: SessionRow, beat: Heartbeat): "done" | "idle" | null {
  if (session.state !== "running" || session.endAsked) return null;
  if (beat.done) return "done";
  const idleSeconds = beat.vitals.idleSeconds ?? 0;
  return session.idleMinutes !== null && idleSeconds >= session.idleMinutes * 60 ? "idle" : null;
}

async function askForEnd(ctx: Ctx, session: SessionRow, why: "done" | "idle"): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    await changeSession(ctx, session.id, { endAsked: why });
    const { id: subject, accountId } = session;
    await record(ctx, { topic: "session.end-asked", subject, accountId, payload: { why } });
  });
}

function leaseOf(session: SessionRow, now: Date, ends: boolean): Omit<Lease, "heardCount"> {
  const { longestUntil, endsAt, endAsked, state, stateSince } = session;
  const deadline = endsAt ?? longestUntil;
  if (!deadline) throw new Error(`${session.id} has an agent and no end`);
  // A little after our own end, which is verified; this one is for when we cannot reach it.
  const until = deadline.getTime() + GRACE_MS;
  const endingMs = state === "stopping" ? now.getTime() - stateSince.getTime() : 0;
  return {
    secondsLeft: Math.max(0, Math.round((until - now.getTime()) / 1000)),
    silentSeconds: SILENT_SECONDS,
    draining: ends || endAsked !== null || state === "stopping",
    saveSeconds: Math.max(0, Math.round(((savingOf(session)?.ms ?? 0) - endingMs) / 1000)),
  };
}
