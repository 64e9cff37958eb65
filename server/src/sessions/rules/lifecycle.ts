import type { InstanceState } from "../../providers/provider.ts";
import { isCutShort, isKeptToSave, type Saving } from "./saving.ts";

// The life of a session, and what should happen to it next. `decide` looks at a session, at what was
// seen of its machine, and at the hour, and says one thing to do; a verb does it. It keeps nothing,
// so whoever takes over from a process that died decides the same.
//
//                     ┌────────────── abandon ──────────────┐
//                     ▼                                     │
//   requested ──ask──▶ provisioning ──up──▶ starting ──prove──▶ running
//       │                  │                   │                  │
//       ├──fail──▶ failed  └────────end────────┴────────end───────┤
//       │                                                         ▼
//       └───────────────────────end───────────────────────▶ stopping ──gone──▶ stopped
//
// A machine is abandoned, never repaired: the session goes back to look for another, and the machine
// is destroyed by those who destroy machines, for as long as it takes. Nothing is charged before
// `running`, and nothing but what the provider really ran after it.
//
// A session that is stopping keeps its machine for as long as something is being saved there, if it was so ordered.

export const states = [
  "requested",
  "provisioning",
  "starting",
  "running",
  "stopping",
  "stopped",
  "failed",
] as const;
export type SessionState = (typeof states)[number];

export type Move = "ask" | "up" | "prove" | "abandon" | "end" | "fail" | "gone";

const moves: Record<SessionState, Partial<Record<Move, SessionState>>> = {
  requested: { ask: "provisioning", fail: "failed", end: "stopping" },
  provisioning: { up: "starting", abandon: "requested", end: "stopping" },
  starting: { prove: "running", abandon: "requested", end: "stopping" },
  running: { end: "stopping" },
  stopping: { gone: "stopped" },
  stopped: {},
  failed: {},
};

class MoveNotAllowed extends Error {}

export function next(state: SessionState, move: Move): SessionState {
  const to = moves[state][move];
  if (!to) throw new MoveNotAllowed(`a session that is ${state} cannot ${move}`);
  return to;
}

export const isOver = (state: SessionState): boolean => state === "stopped" || state === "failed";

/** As a person is told: one whose end was asked for is on its way out. */
export const stateSaid = ({ state, endAsked }: { state: SessionState; endAsked: Reason | null }): string =>
  endAsked !== null && !isOver(state) ? "stopping" : state;

/** Why a session ended, or a machine was given up. Each is told to the user in words. */
export type Reason =
  | "asked-to-stop"
  | "done"
  | "reservation-over"
  | "budget-spent"
  | "time-is-up"
  | "longest-time"
  | "idle"
  | "agent-silent"
  | "machine-lost"
  | "pre-empted"
  | "machine-failed"
  | "never-started"
  | "never-ready"
  | "not-as-advertised"
  | "refused"
  | "key-refused"
  | "never-came"
  | "no-offer";

export interface SessionFacts {
  state: SessionState;
  stateSince: Date;
  /** When it is to end: null until it runs, because only then does its time begin. */
  endsAt: Date | null;
  /** Twelve hours after the first instant that a provider may bill for, or what an operator allowed instead. */
  longestUntil: Date | null;
  /** Somebody, or something on the machine, asked for its end. */
  endAsked: Extract<Reason, "asked-to-stop" | "done" | "idle" | "reservation-over" | "budget-spent"> | null;
  attempts: number;
  /** How long a machine of this provider may take until it runs, and from then until it is proved. */
  upWithinMs: number;
  provedWithinMs: number;
  heardAt: Date | null;
  silentWarned: boolean;
  /** Why it ends, once it does. */
  reason: string | null;
  /** What is run before its machine is ended; null for nothing. */
  saving: Saving | null;
}

/** What is known of the machine at hand. */
export type Sight =
  /** There is none: none was chosen yet. */
  | { kind: "none" }
  /** It was asked for, and whether it came is not known yet. */
  | { kind: "asked" }
  /** The provider refused, or it never came, or it is proven gone. */
  | { kind: "over"; reason: Reason }
  /** It is there; its state as the provider last told it. */
  | { kind: "there"; state: InstanceState; wasRunning: boolean };

export interface Seen {
  sight: Sight;
  /** What a log-in showed: all as advertised, or what is not. Null before one succeeded. */
  proof: "as-advertised" | "mismatch" | null;
  /** Machines of this session that may still cost something. */
  machinesLeft: number;
}

export type Decision =
  | { do: "nothing" }
  | { do: "find" }
  | { do: Exclude<Move, "ask" | "fail" | "abandon" | "end"> }
  | { do: "fail" | "abandon" | "end"; reason: Reason }
  | { do: "warn-silent" }
  /** The session is ending, and its machine is there and needed no longer. */
  | { do: "destroy"; cutShort: boolean };

export const limits = {
  attempts: 6,
  /** So long a session looks for its next machine before it gives up. */
  findWithinMs: 2 * 60_000,
  /** An agent that says nothing for so long is worth a warning; for so long, the end. */
  silentWarnMs: 3 * 60_000,
  silentEndMs: 15 * 60_000,
} as const;

const nothing: Decision = { do: "nothing" };

export function decide(session: SessionFacts, seen: Seen, now: Date): Decision {
  switch (session.state) {
    case "requested":
      return session.endAsked ? { do: "end", reason: session.endAsked } : decideSearch(session, seen, now);
    case "provisioning":
    case "starting":
      return decideStart(session, seen, now);
    case "running":
      return decideRun(session, seen, now);
    case "stopping":
      if (seen.machinesLeft === 0) return { do: "gone" };
      return decideEnd(session, seen.sight, now);
    case "stopped":
    case "failed":
      return nothing;
  }
}

function decideSearch({ attempts, stateSince }: SessionFacts, { sight }: Seen, now: Date): Decision {
  const isRefused = sight.kind === "over" && sight.reason === "key-refused";
  if (attempts >= limits.attempts || elapsed(stateSince, now) > limits.findWithinMs)
    return { do: "fail", reason: isRefused ? "key-refused" : "no-offer" };
  return { do: "find" };
}

function decideStart(session: SessionFacts, { sight, proof }: Seen, now: Date): Decision {
  if (session.endAsked) return { do: "end", reason: session.endAsked };
  if (sight.kind === "over") return { do: "abandon", reason: sight.reason };
  if (reached(session.longestUntil, now)) return { do: "end", reason: "longest-time" };
  if (sight.kind !== "there") return nothing;
  if (sight.state === "failed") return { do: "abandon", reason: "machine-failed" };
  if (proof === "mismatch") return { do: "abandon", reason: "not-as-advertised" };
  const isStarting = session.state === "starting";
  const isUp = sight.state === "running";
  if (isStarting && proof === "as-advertised" && isUp) return { do: "prove" };
  const withinMs = isStarting ? session.provedWithinMs : session.upWithinMs;
  if (elapsed(session.stateSince, now) > withinMs)
    return { do: "abandon", reason: isStarting ? "never-ready" : "never-started" };
  return session.state === "provisioning" && isUp ? { do: "up" } : nothing;
}

function decideRun(session: SessionFacts, { sight }: Seen, now: Date): Decision {
  if (session.endAsked) return { do: "end", reason: session.endAsked };
  // What is saved before the end is saved by the end.
  const saved = new Date(now.getTime() + (session.saving?.ms ?? 0));
  if (reached(session.endsAt, saved)) return { do: "end", reason: "time-is-up" };
  if (reached(session.longestUntil, saved)) return { do: "end", reason: "longest-time" };
  if (sight.kind === "over" || sight.kind === "none") return { do: "end", reason: "machine-lost" };
  if (sight.kind === "there") {
    if (sight.state === "failed") return { do: "end", reason: "machine-failed" };
    // Nobody of ours stopped it, so it was taken away.
    if (sight.state === "stopped" || sight.state === "waiting") return { do: "end", reason: "pre-empted" };
  }
  const silentMs = elapsed(session.heardAt ?? session.stateSince, now);
  if (silentMs > limits.silentEndMs) return { do: "end", reason: "agent-silent" };
  if (silentMs > limits.silentWarnMs && !session.silentWarned) return { do: "warn-silent" };
  return nothing;
}

function decideEnd(session: SessionFacts, sight: Sight, now: Date): Decision {
  if (sight.kind !== "there") return nothing;
  const runs = sight.state === "running";
  if (runs && isKeptToSave(session, now)) return nothing;
  return { do: "destroy", cutShort: isCutShort(session) };
}

function elapsed(since: Date, now: Date): number {
  return now.getTime() - since.getTime();
}

function reached(instant: Date | null, now: Date): boolean {
  return instant !== null && now >= instant;
}
