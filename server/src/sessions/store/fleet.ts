import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import { takePlace } from "./heard.ts";
import { machines, ownSweeps, sweeps } from "./tables.ts";

// What providers list against what is believed: the last look at each, and the machines by which the two
// differ, or have not yet been made to agree.

/** The stream of places in which each change of what is here has one. */
export const FLEET = "fleet";

/** A provider, for the deployment's key or a team's own. */
export interface Swept {
  providerId: string;
  keyId: string | null;
}

// The two tables are alike but for their names.
const tableOf = ({ keyId }: Swept) => (keyId === null ? sweeps : (ownSweeps as unknown as typeof sweeps));
const idOf = ({ providerId, keyId }: Swept) => keyId ?? providerId;

/** How teams' own keys stand is told with the next look of the deployment's. */
const placeOf = async (ctx: Ctx, { keyId }: Swept) =>
  keyId === null ? { place: await takePlace(ctx, FLEET) } : {};

/** Within a transaction: a list was read to its end. An older look changes nothing of what a newer one said. */
export async function noteSweep(
  ctx: Ctx,
  place: Swept,
  seen: { sweptAt: Date; listed: number; ours: number; orphans: number; halted: boolean },
): Promise<void> {
  const table = tableOf(place);
  const row = { ...seen, problem: null, problemSince: null, ...(await placeOf(ctx, place)) };
  await ctx.db
    .insert(table)
    .values({ placeId: idOf(place), ...row })
    .onConflictDoUpdate({
      target: table.placeId,
      set: row,
      setWhere: sql`coalesce(${table.sweptAt} < ${seen.sweptAt.toISOString()}::timestamptz, true)`,
    });
}

/** Within a transaction: since when what is left at a provider is told to be low. Nobody else judges it meanwhile. */
export async function lockBalance(ctx: Ctx, place: Swept): Promise<Date | null> {
  const table = tableOf(place);
  await ctx.db
    .insert(table)
    .values({ placeId: idOf(place) })
    .onConflictDoNothing();
  const [row] = await ctx.db
    .select({ lowSince: table.balanceLowSince })
    .from(table)
    .where(eq(table.placeId, idOf(place)))
    .for("update");
  return row?.lowSince ?? null;
}

export async function noteBalance(
  ctx: Ctx,
  place: Swept,
  { balance, lowSince }: { balance: Usd; lowSince: Date | null },
): Promise<void> {
  const table = tableOf(place);
  await ctx.db
    .update(table)
    .set({ balance, balanceReadAt: ctx.now(), balanceLowSince: lowSince })
    .where(eq(table.placeId, idOf(place)));
}

/** Within a transaction: the list could not be read; what the last one said stands. */
export async function noteSweepFailed(ctx: Ctx, place: Swept, problem: string): Promise<void> {
  const problemSince = ctx.now();
  const table = tableOf(place);
  const streamed = await placeOf(ctx, place);
  await ctx.db
    .insert(table)
    .values({ placeId: idOf(place), problem, problemSince, ...streamed })
    .onConflictDoUpdate({
      target: table.placeId,
      set: {
        problem,
        ...streamed,
        problemSince: sql`coalesce(${table.problemSince}, ${problemSince.toISOString()}::timestamptz)`,
      },
    });
}

/**
 * For each provider that was ever looked at with the deployment's key: the last look, what is believed, and what was
 * found that nobody knew; and of teams' own keys there, how many there are, how many fail, and how much is on them.
 */
export async function readAudit(ctx: Ctx) {
  const left = sql`${machines.state} <> 'over'`;
  const own = sql`from provider_keys k left join own_sweeps o on o.key_id = k.id
    where k.provider_id = "sweeps"."provider_id" and k.sealed_key is not null`;
  return ctx.db
    .select({
      providerId: sweeps.placeId,
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
      ownKeys: sql<number>`(select count(*)::int ${own})`,
      ownKeysFailing: sql<number>`(select count(*)::int ${own} and o.problem is not null)`,
      onOwnKeys: sql<number>`(select count(*)::int from machines m
        where m.provider_id = "sweeps"."provider_id" and m.key_id is not null and m.state <> 'over')`,
    })
    .from(sweeps)
    .leftJoin(machines, and(eq(machines.providerId, sweeps.placeId), isNull(machines.keyId)))
    .groupBy(sweeps.placeId)
    .orderBy(asc(sweeps.placeId));
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

/** The last looks with teams' own keys. */
export async function listSweepsOf(ctx: Ctx, keyIds: readonly string[]) {
  if (keyIds.length === 0) return [];
  return ctx.db
    .select()
    .from(ownSweeps)
    .where(inArray(ownSweeps.placeId, [...keyIds]));
}

/** When each of the teams' keys was last looked with. */
export async function listSweptAt(ctx: Ctx): Promise<Map<string, Date>> {
  const rows = await ctx.db.select({ keyId: ownSweeps.placeId, sweptAt: ownSweeps.sweptAt }).from(ownSweeps);
  return new Map(rows.flatMap(({ keyId, sweptAt }) => (sweptAt ? [[keyId, sweptAt] as const] : [])));
}
