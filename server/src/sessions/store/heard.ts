import { and, asc, eq, gt, gte, inArray, lte, notInArray, or, sql } from "drizzle-orm";
import { ofOwnConsumers } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Position } from "../../values/cursor.ts";
import { type GpuMinute, gpusOfMinute, type Heartbeat } from "../rules/vitals.ts";
import type { SessionRow } from "./sessions.ts";
import { sessionMinutes, sessions, streamPlaces } from "./tables.ts";

// What is heard of agents is in no event: a beat is written into its session's row and into the row of its minute, which
// are there anyway. So that a stream of it has an order, each beat takes the next place of its account, and holds that
// row until it is committed: who reads up to a place has all that is before it.

const MINUTE = 60_000;
/** What is told of one minute has an end, however often an agent speaks up. */
const HEARD_A_MINUTE_MAX = 120;

/** A statement to go on from: the stream's next place. */
const moveOn = (ctx: Ctx, stream: string) => sql`
  insert into stream_places (stream, place, at) values (${stream}, 1, ${ctx.now().toISOString()}::timestamptz)
  on conflict (stream) do update set place = stream_places.place + 1, at = excluded.at
  returning place`;

/** The next place of a stream, and nobody else's until the transaction ends. */
export async function takePlace(ctx: Ctx, stream: string): Promise<bigint> {
  const [row] = await ctx.db.execute<{ place: string }>(moveOn(ctx, stream));
  return BigInt(row?.place ?? 0);
}

export async function readPlace(ctx: Ctx, stream: string): Promise<Position> {
  const [row] = await ctx.db.select().from(streamPlaces).where(eq(streamPlaces.stream, stream));
  return { xid: row?.place ?? 0n, id: BigInt(row?.at.getTime() ?? 0) };
}

/** In one statement, because it is what a server with a thousand machines does most. False for one that was sent before. */
export async function noteHeartbeat(
  ctx: Ctx,
  { id, accountId, agentTokenHash }: Pick<SessionRow, "id" | "accountId" | "agentTokenHash">,
  { count, vitals }: Pick<Heartbeat, "count" | "vitals">,
): Promise<boolean> {
  const now = ctx.now();
  const at = now.getTime();
  const minute = new Date(Math.floor(at / MINUTE) * MINUTE);
  const gpus: GpuMinute[] = gpusOfMinute(vitals);
  const rows = await ctx.db.execute(sql`
    with moved as (${moveOn(ctx, accountId)}), beat as (
      update sessions set agent_count = ${count}, vitals = ${JSON.stringify(vitals)}::jsonb,
        heard_at = ${now.toISOString()}::timestamptz, heard_place = (select place from moved), silent_warned_at = null
      -- Of the machine at hand: the word of one that was given up since is no word of the next.
      where id = ${id} and agent_token_hash = ${agentTokenHash} and coalesce(agent_count, 0) < ${count}
      returning id, heard_place
    )
    insert into session_minutes (session_id, began_at, beats, gpus, heard)
    select id, ${minute.toISOString()}::timestamptz, 1, ${JSON.stringify(gpus)}::jsonb,
      jsonb_build_array(jsonb_build_array(heard_place, ${count}::bigint, ${at}::bigint)) from beat
    on conflict (session_id, began_at) do update set beats = session_minutes.beats + 1, gpus = excluded.gpus,
      heard = case when session_minutes.beats < ${HEARD_A_MINUTE_MAX} then session_minutes.heard || excluded.heard
        else session_minutes.heard end
    returning 1`);
  return rows.length > 0;
}

/** Within a transaction: an agent says nothing, and that is told where its words are. */
export async function noteSilent(ctx: Ctx, { id, accountId }: SessionRow): Promise<void> {
  const heardPlace = await takePlace(ctx, accountId);
  await ctx.db.update(sessions).set({ silentWarnedAt: ctx.now(), heardPlace }).where(eq(sessions.id, id));
}

/** So far back what was heard is told. */
export const HEARD_KEPT_MS = 60 * MINUTE;
/** By so much the clocks of two who hear agents may differ, and an answer be late. */
const SKEW_MS = 2 * MINUTE;

const alive = notInArray(sessions.state, ["stopped", "failed"]);
const ownOf = (ctx: Ctx, accountId: string, sessionId: string | null) =>
  and(
    eq(sessions.accountId, accountId),
    ofOwnConsumers(ctx, sessions.consumer),
    // What ended a moment ago may have been heard since.
    sessionId === null
      ? or(alive, gte(sessions.endedAt, new Date(ctx.now().getTime() - HEARD_KEPT_MS)))
      : eq(sessions.id, sessionId),
  );

export interface Heard {
  /** How far the account's stream is. */
  here: Position;
  /** The sessions whose agents were heard, or missed, after the place asked for; their last place may be after this one. */
  sessions: (SessionRow & { heardPlace: bigint })[];
}

/** What was heard after a place, and the place that it leads to: of one instant. Null where nothing was. */
export async function readHeard(
  ctx: Ctx,
  accountId: string,
  { after, sessionId }: { after: bigint; sessionId: string | null },
): Promise<Heard | null> {
  const rows = await ctx.db
    .select({ session: sessions, place: streamPlaces.place, at: streamPlaces.at })
    .from(streamPlaces)
    .leftJoin(sessions, and(ownOf(ctx, accountId, sessionId), gt(sessions.heardPlace, after)))
    .where(eq(streamPlaces.stream, accountId))
    .orderBy(asc(sessions.heardPlace));
  const [first] = rows;
  if (!first) return null;
  return {
    here: { xid: first.place, id: BigInt(first.at.getTime()) },
    sessions: rows.flatMap(({ session }) =>
      session && session.heardPlace !== null ? [{ ...session, heardPlace: session.heardPlace }] : [],
    ),
  };
}

export interface Beat {
  sessionId: string;
  place: bigint;
  count: number;
  at: Date;
}

/** Every beat of these between two places, in their order, of those heard about an instant or later. */
export async function listBeats(
  ctx: Ctx,
  sessionIds: string[],
  { after, upTo, since, limit }: { after: bigint; upTo: bigint; since: Date; limit: number },
): Promise<Beat[]> {
  if (sessionIds.length === 0) return [];
  const place = sql<string>`(entry->>0)::bigint`;
  const rows = await ctx.db
    .select({
      sessionId: sessionMinutes.sessionId,
      place,
      count: sql<string>`entry->>1`,
      atMs: sql<string>`entry->>2`,
    })
    .from(sessionMinutes)
    .crossJoinLateral(sql`jsonb_array_elements(${sessionMinutes.heard}) as entry`)
    .where(
      and(
        inArray(sessionMinutes.sessionId, sessionIds),
        gte(sessionMinutes.beganAt, new Date(since.getTime() - MINUTE - SKEW_MS)),
        gt(place, after.toString()),
        lte(place, upTo.toString()),
      ),
    )
    .orderBy(asc(place))
    .limit(limit);
  return rows.map((row) => ({
    sessionId: row.sessionId,
    place: BigInt(row.place),
    count: Number(row.count),
    at: new Date(Number(row.atMs)),
  }));
}
