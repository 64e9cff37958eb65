import type { GraphContext } from "../../graphql/context.ts";
import { type Feed, Resync, type Told } from "../../graphql/feed.ts";
import type { Position } from "../../values/cursor.ts";
import { accountOf } from "../account-of.ts";
import { limits } from "../rules/lifecycle.ts";
import { type Beat, type Heard, HEARD_KEPT_MS, listBeats, readHeard, readPlace } from "../store/heard.ts";
import { listSessions, readSessions, type SessionRow } from "../store/sessions.ts";
import {
  type AgentStanding,
  type Heartbeat,
  HeartbeatsDelta,
  HeartbeatsSnapshot,
  type MachineVitals,
  SessionVitalsDelta,
  SessionVitalsSnapshot,
} from "./heard-types.ts";

// What agents say, from place to place. A place is a number that each beat of an account is given in turn, and when
// that was; what a reader may have missed for longer than an hour is not gone through again.

const MOST = 200;
const BEATS_AT_ONCE = 500;

type Args = { sessionId?: string | null };

const sessionsOf = (ctx: GraphContext, { sessionId }: Args): Promise<SessionRow[]> =>
  sessionId
    ? readSessions(ctx, accountOf(ctx), [sessionId])
    : listSessions(ctx, accountOf(ctx), { alive: true, after: null, limit: MOST });

const shared = {
  sharing: "account",
  action: "sessions.read",
  topics: [],
  announced: "session.heard",
} as const;

export const heartbeatsFeed: Feed<Args> = {
  ...shared,

  async start(ctx, args) {
    // The place first: what is heard in between is told again by its number, and never left out.
    const cursor = await readPlace(ctx, accountOf(ctx));
    const sessions = await sessionsOf(ctx, args);
    return Object.assign(new HeartbeatsSnapshot(), { cursor, agents: sessions.map(toStanding) });
  },

  updates: async () => [],

  since(ctx, args, after, upTo) {
    return between(ctx, args, { after, upTo }, async (heard, here) => {
      const earliest = ctx.now().getTime() - HEARD_KEPT_MS;
      const beats = await listBeats(
        ctx,
        heard.map(({ id }) => id),
        {
          after: after.xid,
          upTo: here.xid,
          since: new Date(Math.max(earliest, Number(after.id))),
          limit: BEATS_AT_ONCE,
        },
      );
      const last = beats.length === BEATS_AT_ONCE ? beats.at(-1) : undefined;
      const cursor = last ? { xid: last.place, id: BigInt(last.at.getTime()) } : here;
      const agents = heard.filter(({ heardPlace }) => heardPlace <= cursor.xid).map(toStanding);
      const delta = { cursor, heartbeats: beats.map(toHeartbeat), agents };
      const isNothing = beats.length === 0 && agents.length === 0;
      const updates = isNothing ? [] : [Object.assign(new HeartbeatsDelta(), delta)];
      return { updates, place: cursor, more: last !== undefined };
    });
  },
};

export const vitalsFeed: Feed<Args> = {
  ...shared,

  async start(ctx, args) {
    const cursor = await readPlace(ctx, accountOf(ctx));
    const sessions = await sessionsOf(ctx, args);
    return Object.assign(new SessionVitalsSnapshot(), { cursor, machines: sessions.map(toVitals) });
  },

  updates: async () => [],

  since(ctx, args, after, upTo) {
    return between(ctx, args, { after, upTo }, async (heard, here) => {
      // One that fell silent has told nothing new.
      const told = heard.filter((row) => row.heardPlace <= here.xid && !row.silentWarnedAt);
      const delta = { cursor: here, changed: told.map(toVitals) };
      const updates = told.length === 0 ? [] : [Object.assign(new SessionVitalsDelta(), delta)];
      return { updates, place: here, more: false };
    });
  },
};

async function between(
  ctx: GraphContext,
  { sessionId = null }: Args,
  { after, upTo }: { after: Position; upTo: Position | null },
  read: (heard: Heard["sessions"], here: Position) => Promise<Told>,
): Promise<Told> {
  const heard = await readHeard(ctx, accountOf(ctx), { after: after.xid, sessionId });
  const now = heard?.here ?? { xid: 0n, id: 0n };
  const here = upTo ?? now;
  if (after.xid === here.xid) return { updates: [], place: here, more: false };
  const resync = (reason: string): Told => ({
    updates: [new Resync(now, reason)],
    place: now,
    more: false,
  });
  if (after.xid > now.xid)
    return resync(
      "This cursor is ahead of all heartbeats: it is of another stream, or of a history that was replaced.",
    );
  const isOld = ctx.now().getTime() - Number(after.id) > HEARD_KEPT_MS;
  if (isOld && after.xid > 0n) return resync("Heartbeats of more than an hour ago are not told again.");
  return read(heard?.sessions ?? [], here);
}

function toStanding({ id, agentCount, heardAt, silentWarnedAt, state }: SessionRow): AgentStanding {
  const silence = silentWarnedAt ? "silent" : heardAt ? "heard" : "not-yet-heard";
  const runs = state === "running" && heardAt !== null;
  return {
    sessionId: id,
    number: agentCount,
    heardAt,
    silence,
    silentEndsAt: runs ? new Date(heardAt.getTime() + limits.silentEndMs) : null,
  };
}

function toHeartbeat({ sessionId, count, at }: Beat): Heartbeat {
  return { sessionId, number: count, at };
}

function toVitals({ id, agentCount, heardAt, vitals }: SessionRow): MachineVitals {
  return { sessionId: id, number: agentCount, heardAt, vitals };
}
