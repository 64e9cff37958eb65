import type { GraphContext } from "../../graphql/context.ts";
import { type Feed, Resync, type Told } from "../../graphql/feed.ts";
import type { Position } from "../../values/cursor.ts";
import { accountOf } from "../account-of.ts";
import { limits } from "../rules/lifecycle.ts";
import { type Beat, HEARD_KEPT_MS, listBeats, listHeard, readPlace } from "../store/heard.ts";
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
    return between(ctx, after, upTo, async (here) => {
      const place = { after: after.xid, upTo: here.xid, sessionId: args.sessionId ?? null };
      const earliest = ctx.now().getTime() - HEARD_KEPT_MS;
      const page = { since: new Date(Math.max(earliest, Number(after.id))), limit: BEATS_AT_ONCE };
      const beats = await listBeats(ctx, accountOf(ctx), place, page);
      const last = beats.length === BEATS_AT_ONCE ? beats.at(-1) : undefined;
      const cursor = last ? { xid: last.place, id: BigInt(last.at.getTime()) } : here;
      const changed = await listHeard(ctx, accountOf(ctx), { ...place, upTo: cursor.xid });
      const delta = { cursor, heartbeats: beats.map(toHeartbeat), agents: changed.map(toStanding) };
      const isNothing = beats.length === 0 && changed.length === 0;
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
    return between(ctx, after, upTo, async (here) => {
      const place = { after: after.xid, upTo: here.xid, sessionId: args.sessionId ?? null };
      // One that fell silent has told nothing new.
      const heard = (await listHeard(ctx, accountOf(ctx), place)).filter((row) => !row.silentWarnedAt);
      const delta = { cursor: here, changed: heard.map(toVitals) };
      const updates = heard.length === 0 ? [] : [Object.assign(new SessionVitalsDelta(), delta)];
      return { updates, place: here, more: false };
    });
  },
};

async function between(
  ctx: GraphContext,
  after: Position,
  upTo: Position | null,
  read: (here: Position) => Promise<Told>,
): Promise<Told> {
  const here = upTo ?? (await readPlace(ctx, accountOf(ctx)));
  if (after.xid === here.xid) return { updates: [], place: here, more: false };
  const resync = (reason: string): Told => ({
    updates: [new Resync(here, reason)],
    place: here,
    more: false,
  });
  if (after.xid > here.xid)
    return resync(
      "This cursor is ahead of all heartbeats: it is of another stream, or of a history that was replaced.",
    );
  const isOld = ctx.now().getTime() - Number(after.id) > HEARD_KEPT_MS;
  return isOld && after.xid > 0n
    ? resync("Heartbeats of more than an hour ago are not told again.")
    : read(here);
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
