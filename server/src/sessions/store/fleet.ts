import { and, asc, eq, gt, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import { takePlace } from "./heard.ts";
import { machines, sweeps } from "./tables.ts";

// What providers list against what is believed: the last look at each, and the machines by which the two
// differ, or have not yet been made to agree.

/** The stream of places in which each change of what is here has one. */
export const FLEET = "fleet";

/** Within a transaction: a list was read to its end. An older look changes nothing of what a newer one said. */
export async function noteSweep(
  ctx: Ctx,
  providerId: string,
  seen: { sweptAt: Date; listed: number; ours: number; orphans: number; halted: boolean },
): Promise<void> {
  const row = { ...seen, problem: null, problemSince: null, place: await takePlace(ctx, FLEET) };
  await ctx.db
    .insert(sweeps)
    .values({ providerId, ...row })
    .onConflictDoUpdate({
      target: sweeps.providerId,
      set: row,
      setWhere: sql`coalesce(${sweeps.sweptAt} < ${seen.sweptAt.toISOString()}::timestamptz, true)`,
    });
}

/** Within a transaction: since when what is left at a provider is told to be low. Nobody else judges it meanwhile. */
export async function lockBalance(ctx: Ctx, providerId: string): Promise<Date | null> {
  await ctx.db.insert(sweeps).values({ providerId }).onConflictDoNothing();
  const [row] = await ctx.db
    .select({ lowSince: sweeps.balanceLowSince })
    .from(sweeps)
    .where(eq(sweeps.providerId, providerId))
    .for("update");
  return row?.lowSince ?? null;
}

export async function noteBalance(
  ctx: Ctx,
  providerId: string,
  { balance, lowSince }: { balance: Usd; lowSince: Date | null },
): Promise<void> {
  await ctx.db
    .update(sweeps)
    .set({ balance, balanceReadAt: ctx.now(), balanceLowSince: lowSince })
    .where(eq(sweeps.providerId, providerId));
}

/** Within a transaction: the list could not be read; what the last one said stands. */
export async function noteSweepFailed(ctx: Ctx, providerId: string, problem: string): Promise<void> {
  const problemSince = ctx.now();
  const place = await takePlace(ctx, FLEET);
  await ctx.db
    .insert(sweeps)
    .values({ providerId, problem, problemSince, place })
    .onConflictDoUpdate({
      target: sweeps.providerId,
      set: {
        problem,
        place,
        problemSince: sql`coalesce(${sweeps.problemSince}, ${problemSince.toISOString()}::timestamptz)`,
      },
    });
}

/** For each provider that was ever looked at: the last look, what is believed, and what was found that nobody knew. */
export async function readAudit(ctx: Ctx) {
  const left = sql`${machines.state} <> 'over'`;
  return ctx.db
    .select({
      providerId: sweeps.providerId,
      sweptAt: sweeps.sweptAt,
      balance: sweeps.balance,
      balanceReadAt: sweeps.balanceReadAt,
      balanceLowSince: sweeps.balanceLowSince,
      place: sweeps.place,
      listed: sweeps.listed,
      ours: sweeps.ours,
      halted: sweeps.halted,
      problem: sweeps.problem,
      problemSince: sweeps.problemSince,
      believed: sql<number>`(count(*) filter (where ${left}))::int`,
      ending: sql<number>`(count(*) filter (where ${machines.state} = 'ending'))::int`,
      asked: sql<number>`(count(*) filter (where ${machines.state} = 'asked'))::int`,
      lookedAt: sql<Date | null>`max(${machines.lookedAt})`.mapWith(machines.lookedAt),
      orphans: sql<number>`(count(*) filter (where ${machines.reason} = 'orphan'))::int`,
      orphansLeft: sql<number>`(count(*) filter (where ${machines.reason} = 'orphan' and ${left}))::int`,
      destroyTriesMost: sql<number>`coalesce(max(${machines.destroyTries}) filter (where ${left}), 0)::int`,
    })
    .from(sweeps)
    .leftJoin(machines, eq(machines.providerId, sweeps.providerId))
    .groupBy(sweeps.providerId)
    .orderBy(asc(sweeps.providerId));
}

/** Machines that may cost something and about which there is a question, the oldest first. */
export async function listDoubtful(ctx: Ctx, askedBefore: Date, limit: number) {
  return ctx.db
    .select()
    .from(machines)
    .where(
      and(
        ne(machines.state, "over"),
        or(
          eq(machines.reason, "orphan"),
          isNotNull(machines.firstMissedAt),
          and(eq(machines.state, "asked"), lt(machines.askedAt, askedBefore)),
          gt(machines.destroyTries, 1),
        ),
      ),
    )
    .orderBy(asc(machines.askedAt), asc(machines.id))
    .limit(limit);
}
