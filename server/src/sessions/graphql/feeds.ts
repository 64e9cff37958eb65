import type { Topic } from "../../events/catalog.ts";
import type { GraphContext } from "../../graphql/context.ts";
import type { Feed } from "../../graphql/feed.ts";
import { accountOf } from "../account-of.ts";
import { costOfSession } from "../settle.ts";
import { listStretches, type StretchRow } from "../store/machines.ts";
import { listSessions, readSessions, type SessionRow } from "../store/sessions.ts";
import { toSession } from "./to-session.ts";
import { CostTick, type SessionCost, SessionsDelta, SessionsSnapshot } from "./types.ts";

const topics = [
  "session.changed",
  "session.attempt",
  "session.end-asked",
  "session.saving",
  "session.extended",
  "session.longer-allowed",
  "session.silent",
  "session.rekeyed",
] as const satisfies readonly Topic[];

const MOST = 200;

const listAliveOf = (ctx: GraphContext) =>
  listSessions(ctx, accountOf(ctx), { alive: true, after: null, limit: MOST });

/** Sessions are state: a reader that was away is told how each stands now. */
export const sessionsFeed: Feed<{ sessionId?: string | null }> = {
  sharing: "account",
  action: "sessions.read",
  topics,

  async start(ctx, { sessionId }, at) {
    const sessions = sessionId
      ? await readSessions(ctx, accountOf(ctx), [sessionId])
      : await listAliveOf(ctx);
    return Object.assign(new SessionsSnapshot(), { cursor: at, sessions: sessions.map(toSession) });
  },

  async updates(ctx, { sessionId }, events) {
    const last = events.at(-1);
    const ids = new Set(events.flatMap(({ subject }) => subject ?? []));
    const wanted = sessionId ? [...ids].filter((id) => id === sessionId) : [...ids];
    if (!last || wanted.length === 0) return [];
    const changed = (await readSessions(ctx, accountOf(ctx), wanted)).map(toSession);
    return [Object.assign(new SessionsDelta(), { cursor: last.position, changed })];
  },
};

/** Every machine whole, whenever an agent of the account was heard: of older clients. */
export const wholeVitalsFeed: Feed = {
  sharing: "account",
  action: "sessions.read",
  topics: [],
  announced: "session.heard",
  start: async (ctx) => ({ sessions: (await listAliveOf(ctx)).map(toSession) }),
  updates: async () => [],
};

// What a tick is computed from changes only when something happens, so that a second that passes
// costs arithmetic and no query.
interface Facts {
  sessions: SessionRow[];
  stretches: Map<string, StretchRow[]>;
}
const known = new WeakMap<object, Promise<Facts>>();

/**
 * A figure a second, from the function that settles the ledger. Each tick tells the whole, and its place is its instant. Who
 * comes back may have heard from a process that knew more than this one: it is told what the database says.
 */
export const costFeed: Feed = {
  sharing: "account",
  action: "sessions.read",
  topics: [...topics, "session.charged"],
  everyMs: 1_000,

  start: tickNow,
  resume: tickAnew,
  updates: async (ctx, args) => [await tickAnew(ctx, args)],
};

async function tickNow(ctx: GraphContext, args: object): Promise<CostTick> {
  let facts = known.get(args);
  if (!facts) {
    facts = readFacts(ctx);
    known.set(args, facts);
    facts.catch(() => known.delete(args));
  }
  return toTick(await facts, ctx.now());
}

function tickAnew(ctx: GraphContext, args: object): Promise<CostTick> {
  known.delete(args);
  return tickNow(ctx, args);
}

async function readFacts(ctx: GraphContext): Promise<Facts> {
  const sessions = await listAliveOf(ctx);
  const stretches = new Map<string, StretchRow[]>();
  for (const stretch of await listStretches(
    ctx,
    sessions.map(({ id }) => id),
  )) {
    stretches.set(stretch.sessionId, [...(stretches.get(stretch.sessionId) ?? []), stretch]);
  }
  return { sessions, stretches };
}

function toTick({ sessions, stretches }: Facts, at: Date): CostTick {
  const costs = sessions.map((session): SessionCost => {
    const own = stretches.get(session.id) ?? [];
    const open = own.find(({ until }) => until === null);
    return {
      sessionId: session.id,
      cost: costOfSession(session, own, at),
      ratePerHour: (session.prepaid ? null : open?.pricePerHour) ?? 0n,
    };
  });
  return Object.assign(new CostTick(), {
    cursor: { xid: BigInt(at.getTime()), id: 0n },
    at,
    sessions: costs,
    cost: costs.reduce((sum, { cost }) => sum + cost, 0n),
    ratePerHour: costs.reduce((sum, { ratePerHour }) => sum + ratePerHour, 0n),
  });
}
