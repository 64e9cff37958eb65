import {
  and,
  asc,
  count,
  desc,
  eq,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  sql,
} from "drizzle-orm";
import { ofOwnConsumers } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import type { SessionState } from "../rules/lifecycle.ts";
import type { SavingState } from "../rules/saving.ts";
import { machines, sessions } from "./tables.ts";

export type SessionRow = typeof sessions.$inferSelect;
export type NewSession = typeof sessions.$inferInsert;

/** Of a key that is bound to consumers, only theirs are there. */
const own = (ctx: Ctx) => ofOwnConsumers(ctx, sessions.consumer);

const over: SessionState[] = ["stopped", "failed"];

export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.db.insert(sessions).values(session);
}

/** One of the account's own. */
export async function findSession(ctx: Ctx, accountId: string, id: string): Promise<SessionRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.accountId, accountId), own(ctx)));
  return row;
}

/** One of the account's own, held until the transaction ends. */
export async function lockSession(ctx: Ctx, accountId: string, id: string): Promise<SessionRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.accountId, accountId), own(ctx)))
    .for("no key update");
  return row;
}

export async function countAlive(ctx: Ctx, accountId: string): Promise<number> {
  const [row] = await ctx.db
    .select({ alive: count() })
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), notInArray(sessions.state, over)));
  return row?.alive ?? 0;
}

/** Whoever's it is; for Berth's own loops. */
export async function readSession(ctx: Ctx, id: string): Promise<SessionRow | undefined> {
  const [row] = await ctx.db.select().from(sessions).where(eq(sessions.id, id));
  return row;
}

/** Of these sessions, those of other accounts than this one. */
export async function listOfOthers(ctx: Ctx, accountId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(inArray(sessions.id, [...ids]), ne(sessions.accountId, accountId)));
  return rows.map(({ id }) => id);
}

/** Of these sessions, whoever's they are, those that were over before they were ready though nobody asked for their end. */
export async function listInVain({ db }: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        inArray(sessions.id, [...ids]),
        isNotNull(sessions.endedAt),
        isNull(sessions.readyAt),
        isNull(sessions.endAsked),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

export async function lockAnySession(ctx: Ctx, id: string): Promise<SessionRow | undefined> {
  const [row] = await ctx.db.select().from(sessions).where(eq(sessions.id, id)).for("no key update");
  return row;
}

/** The account's sessions, the newest first. */
export async function listSessions(
  ctx: Ctx,
  accountId: string,
  page: { alive: boolean | null; after: { createdAt: Date; id: string } | null; limit: number },
): Promise<SessionRow[]> {
  const { alive, after, limit } = page;
  return ctx.db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.accountId, accountId),
        own(ctx),
        alive === null ? undefined : alive ? notInArray(sessions.state, over) : inArray(sessions.state, over),
        after
          ? or(
              lt(sessions.createdAt, after.createdAt),
              and(eq(sessions.createdAt, after.createdAt), lt(sessions.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(limit);
}

export async function readSessions(
  ctx: Ctx,
  accountId: string,
  ids: readonly string[],
): Promise<SessionRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), inArray(sessions.id, [...ids]), own(ctx)));
}

/**
 * All that are not over, whoever's they are, each with the machine at hand and how many may be left; the oldest first. Or
 * one of them.
 */
export async function listAlive(ctx: Ctx, id?: string) {
  const left = ctx.db.$with("left").as(
    ctx.db
      .select({ sessionId: machines.sessionId, left: sql<number>`count(*)::int`.as("left") })
      .from(machines)
      .where(sql`${machines.state} <> 'over'`)
      .groupBy(machines.sessionId),
  );
  return ctx.db
    .with(left)
    .select({ session: sessions, machine: machines, left: sql<number>`coalesce(${left.left}, 0)` })
    .from(sessions)
    .leftJoin(machines, and(eq(machines.sessionId, sessions.id), eq(machines.attempt, sessions.attempts)))
    .leftJoin(left, eq(left.sessionId, sessions.id))
    .where(and(notInArray(sessions.state, over), id === undefined ? undefined : eq(sessions.id, id)))
    .orderBy(asc(sessions.id));
}

/**
 * The clock is about to be moved on by so much. Machines are simulated and their agents are not: none of them spoke in
 * the time that is passed over, and no machine was looked at, which is not held against a session.
 */
export async function passOver(ctx: Ctx, ms: number): Promise<void> {
  const later = sql`${ms} * interval '1 ms'`;
  await ctx.db
    .update(sessions)
    .set({
      heardAt: sql`${sessions.heardAt} + ${later}`,
      stateSince: sql`case when ${sessions.state} = 'running' and ${sessions.heardAt} is not null
        then ${sessions.stateSince} else ${sessions.stateSince} + ${later} end`,
    })
    .where(notInArray(sessions.state, over));
}

/**
 * Moves a session on from the state it was found in; false when somebody else was there first. What a
 * transaction found may be old by the time it writes, so the write says what it expects.
 */
export async function moveSession(
  ctx: Ctx,
  id: string,
  from: SessionState,
  change: Partial<NewSession> & { state: SessionState },
): Promise<boolean> {
  const rows = await ctx.db
    .update(sessions)
    .set({ ...change, stateSince: ctx.now() })
    .where(and(eq(sessions.id, id), eq(sessions.state, from)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

export async function changeSession(ctx: Ctx, id: string, change: Partial<NewSession>): Promise<void> {
  await ctx.db.update(sessions).set(change).where(eq(sessions.id, id));
}

/** False where it was known, or is over. */
export async function changeSaving(
  ctx: Ctx,
  id: string,
  { state, exitStatus }: { state: SavingState; exitStatus: number | null },
): Promise<boolean> {
  const rows = await ctx.db
    .update(sessions)
    .set({ saveState: state, saveExit: exitStatus })
    .where(
      and(
        eq(sessions.id, id),
        // Its agent may know before the session is moved on.
        or(eq(sessions.state, "stopping"), isNotNull(sessions.endAsked)),
        or(isNull(sessions.saveState), state === "saving" ? undefined : eq(sessions.saveState, "saving")),
      ),
    )
    .returning({ id: sessions.id });
  return rows.length > 0;
}

/** The session whose agent bears this token, if it is not over. */
export async function findByAgentToken(ctx: Ctx, hash: string): Promise<SessionRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.agentTokenHash, hash), notInArray(sessions.state, over)));
  return row;
}

/** Notes what the ledger has of its cost; false when another has noted more. */
export async function noteSettled(
  ctx: Ctx,
  id: string,
  from: Usd,
  to: { settledMicros: Usd; settledUntil: Date; heldMicros?: Usd },
): Promise<boolean> {
  const rows = await ctx.db
    .update(sessions)
    .set(to)
    .where(and(eq(sessions.id, id), eq(sessions.settledMicros, from)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}
