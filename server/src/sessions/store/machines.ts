import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { SshAddress } from "../../providers/provider.ts";
import { deployment, machines, sessions, stretches } from "./tables.ts";

export type MachineRow = typeof machines.$inferSelect;
export type NewMachine = typeof machines.$inferInsert;
export type MachineState = MachineRow["state"];

export async function insertMachine(ctx: Ctx, machine: NewMachine): Promise<void> {
  await ctx.db.insert(machines).values(machine);
}

/** False when a machine of this id at this provider is known already. */
export async function insertOrphan(ctx: Ctx, machine: NewMachine): Promise<boolean> {
  const rows = await ctx.db
    .insert(machines)
    .values(machine)
    .onConflictDoNothing()
    .returning({ id: machines.id });
  return rows.length > 0;
}

export async function listMachinesOf(ctx: Ctx, sessionIds: readonly string[]): Promise<MachineRow[]> {
  if (sessionIds.length === 0) return [];
  return ctx.db
    .select()
    .from(machines)
    .where(inArray(machines.sessionId, [...sessionIds]))
    .orderBy(asc(machines.attempt));
}

/** Whether any that the deployment's key rented at a provider may still be there. */
export async function hasLeftOfDeployment(ctx: Ctx, providerId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: machines.id })
    .from(machines)
    .where(and(eq(machines.providerId, providerId), isNull(machines.keyId), ne(machines.state, "over")))
    .limit(1);
  return row !== undefined;
}

/** Whether any that this key rented may still be there. */
export async function hasLeftOf(ctx: Ctx, keyId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: machines.id })
    .from(machines)
    .where(and(eq(machines.keyId, keyId), ne(machines.state, "over")))
    .limit(1);
  return row !== undefined;
}

/** How many may still be there on an account's own bill, by provider. */
export async function countOnOwnKeys(ctx: Ctx, accountId: string): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({ providerId: machines.providerId, left: count() })
    .from(machines)
    .where(and(eq(machines.accountId, accountId), isNotNull(machines.keyId), ne(machines.state, "over")))
    .groupBy(machines.providerId);
  return new Map(rows.map(({ providerId, left }) => [providerId, left]));
}

/** Those of the teams' keys of which any machine may still be there. */
export async function listKeysInUse(ctx: Ctx): Promise<Set<string>> {
  const rows = await ctx.db
    .selectDistinct({ keyId: machines.keyId })
    .from(machines)
    .where(and(isNotNull(machines.keyId), ne(machines.state, "over")));
  return new Set(rows.flatMap(({ keyId }) => keyId ?? []));
}

/** All at this provider that may still cost something, whichever key rented them. */
export async function listLeft(ctx: Ctx, providerId: string): Promise<MachineRow[]> {
  return ctx.db
    .select()
    .from(machines)
    .where(and(eq(machines.providerId, providerId), ne(machines.state, "over")))
    .orderBy(asc(machines.id));
}

/** Of these ids at this provider, the ones that were ours and are thought to be over. */
export async function listOverAmong(
  ctx: Ctx,
  providerId: string,
  externalIds: readonly string[],
): Promise<MachineRow[]> {
  if (externalIds.length === 0) return [];
  return ctx.db
    .select()
    .from(machines)
    .where(
      and(
        eq(machines.providerId, providerId),
        eq(machines.state, "over"),
        inArray(machines.externalId, [...externalIds]),
      ),
    );
}

/** Those to be destroyed that were not asked to go, or not for so long. */
export async function listToDestroy(ctx: Ctx, before: Date): Promise<MachineRow[]> {
  return ctx.db
    .select()
    .from(machines)
    .where(
      and(
        eq(machines.state, "ending"),
        isNotNull(machines.externalId),
        or(isNull(machines.destroyAskedAt), lt(machines.destroyAskedAt, before)),
      ),
    )
    .orderBy(asc(machines.destroyAskedAt), asc(machines.id));
}

/** Moves it on from the state it was found in; false when somebody else was there first. */
export async function moveMachine(
  ctx: Ctx,
  id: string,
  from: MachineState,
  change: Partial<NewMachine> & { state: MachineState },
): Promise<boolean> {
  const rows = await ctx.db
    .update(machines)
    .set(change)
    .where(and(eq(machines.id, id), eq(machines.state, from)))
    .returning({ id: machines.id });
  return rows.length > 0;
}

/** A look this much earlier than the last is no slow one: the clock was set back. */
const CLOCK_SET_BACK_MS = 10 * 60_000;

/**
 * Notes what a look showed. A look that began before the one this row learned from last is refused:
 * it may be that of a process that slept in between.
 */
export async function noteLook(
  ctx: Ctx,
  id: string,
  lookedAt: Date,
  change: Partial<NewMachine>,
): Promise<boolean> {
  const rows = await ctx.db
    .update(machines)
    .set({ ...change, lookedAt })
    .where(and(eq(machines.id, id), isNewer(lookedAt)))
    .returning({ id: machines.id });
  return rows.length > 0;
}

const isNewer = (lookedAt: Date) =>
  and(
    ne(machines.state, "over"),
    or(
      isNull(machines.lookedAt),
      lt(machines.lookedAt, lookedAt),
      gt(machines.lookedAt, new Date(lookedAt.getTime() + CLOCK_SET_BACK_MS)),
    ),
  );

export interface Look {
  id: string;
  instanceState: string;
  billed: string;
  detail: string | null;
  ssh: readonly SshAddress[];
}

/** Notes what a look showed of many that nothing else is to be done about. */
export async function noteLooks(ctx: Ctx, looks: readonly Look[], lookedAt: Date): Promise<void> {
  await ctx.db
    .update(machines)
    .set({
      instanceState: sql`look."instanceState"`,
      billed: sql`look.billed`,
      detail: sql`look.detail`,
      ssh: sql`look.ssh`,
      firstMissedAt: null,
      lastMissedAt: null,
      lookedAt,
    })
    .from(
      sql`jsonb_to_recordset(${JSON.stringify(looks)}::jsonb)
        as look(id text, "instanceState" text, billed text, detail text, ssh jsonb)`,
    )
    .where(and(sql`${machines.id} = look.id`, isNewer(lookedAt)));
}

export async function noteDestroyAsked(ctx: Ctx, id: string): Promise<number> {
  const [row] = await ctx.db
    .update(machines)
    .set({ destroyAskedAt: ctx.now(), destroyTries: sql`${machines.destroyTries} + 1` })
    .where(eq(machines.id, id))
    .returning({ tries: machines.destroyTries });
  return row?.tries ?? 0;
}

export async function changeMachine(ctx: Ctx, id: string, change: Partial<NewMachine>): Promise<void> {
  await ctx.db.update(machines).set(change).where(eq(machines.id, id));
}

export async function readDeployment(ctx: Ctx): Promise<string> {
  const [row] = await ctx.db.select({ id: deployment.id }).from(deployment);
  if (!row)
    throw new Error("the table deployment has no row: without it, no machine can be told from another's");
  return row.id;
}

/** Which of these offers a session was started with, or a machine was made of. */
export async function findRentedOffers(ctx: Ctx, offerIds: readonly string[]): Promise<Set<string>> {
  if (offerIds.length === 0) return new Set();
  const asked = ctx.db
    .select({ id: sessions.offerId })
    .from(sessions)
    .where(inArray(sessions.offerId, [...offerIds]));
  const made = ctx.db
    .select({ id: sql<string>`${machines.offerId}` })
    .from(machines)
    .where(inArray(machines.offerId, [...offerIds]));
  return new Set((await asked.union(made)).map(({ id }) => id));
}

// ——— what is charged ———

export type StretchRow = typeof stretches.$inferSelect;

export async function listStretches(ctx: Ctx, sessionIds: readonly string[]): Promise<StretchRow[]> {
  if (sessionIds.length === 0) return [];
  return ctx.db
    .select()
    .from(stretches)
    .where(inArray(stretches.sessionId, [...sessionIds]))
    .orderBy(asc(stretches.from), asc(stretches.id));
}

/** Of these sessions, what each is charged for now. */
export async function listCharged(ctx: Ctx, sessionIds: string[]) {
  const { id, readyAt, attempts, endedAt } = sessions;
  return ctx.db
    .select({ id, readyAt, attempts, endedAt, what: stretches.what })
    .from(sessions)
    .leftJoin(stretches, and(eq(stretches.sessionId, sessions.id), isNull(stretches.until)))
    .where(inArray(sessions.id, sessionIds));
}

/** Ends the stretch that lasts, never before it began. */
export async function endStretch(ctx: Ctx, sessionId: string, at: Date): Promise<void> {
  await ctx.db
    .update(stretches)
    .set({ until: sql`greatest(${stretches.from}, ${at.toISOString()}::timestamptz)` })
    .where(and(eq(stretches.sessionId, sessionId), isNull(stretches.until)));
}

export async function beginStretch(ctx: Ctx, stretch: typeof stretches.$inferInsert): Promise<void> {
  await ctx.db.insert(stretches).values(stretch);
}
