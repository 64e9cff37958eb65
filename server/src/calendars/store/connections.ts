import { and, eq, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import { accountIdOf, personOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { calendarConnections, calendarMirrors, calendarProposals, calendarTrips } from "./tables.ts";

export type ConnectionRow = typeof calendarConnections.$inferSelect;
export type TripRow = typeof calendarTrips.$inferSelect;
export type MirrorRow = typeof calendarMirrors.$inferSelect;
export type ProposalRow = typeof calendarProposals.$inferSelect;

const isOwn = (ctx: Ctx) =>
  and(
    eq(calendarConnections.accountId, accountIdOf(ctx)),
    eq(calendarConnections.userId, personOf(ctx).userId),
  );

// ——— trips ———

export async function insertTrip({ db, now }: Ctx, trip: TripRow): Promise<void> {
  await db.delete(calendarTrips).where(lt(calendarTrips.expiresAt, now()));
  await db.insert(calendarTrips).values(trip);
}

/** Whoever takes it first has it. */
export async function takeTrip({ db }: Ctx, stateHash: string): Promise<TripRow | undefined> {
  const [row] = await db.delete(calendarTrips).where(eq(calendarTrips.stateHash, stateHash)).returning();
  return row;
}

// ——— connections ———

/** Of who asks. */
export async function findConnection(ctx: Ctx): Promise<ConnectionRow | undefined> {
  const [row] = await ctx.db.select().from(calendarConnections).where(isOwn(ctx));
  return row;
}

/** Whether whoever's it is has another, in another account. */
export async function isConnectedElsewhere(
  { db }: Ctx,
  { id, userId }: Pick<ConnectionRow, "id" | "userId">,
): Promise<boolean> {
  const rows = await db
    .select({ id: calendarConnections.id })
    .from(calendarConnections)
    .where(and(eq(calendarConnections.userId, userId), ne(calendarConnections.id, id)))
    .limit(1);
  return rows.length > 0;
}

/** A person has one in an account: who comes again mends the one they have. */
export async function saveConnection(
  { db }: Ctx,
  row: typeof calendarConnections.$inferInsert,
): Promise<ConnectionRow> {
  const { state, connectedAt, scopes, sealedRefresh, sealedAccess, accessUntil, dueAt } = row;
  const [saved] = await db
    .insert(calendarConnections)
    .values(row)
    .onConflictDoUpdate({
      target: [calendarConnections.userId, calendarConnections.accountId],
      set: {
        state,
        connectedAt,
        scopes,
        sealedRefresh,
        sealedAccess,
        accessUntil,
        dueAt,
        overlaysAt: null,
        failures: 0,
        problem: null,
      },
    })
    .returning();
  if (!saved) throw new Error("a calendar connection could not be written");
  return saved;
}

export async function updateConnection(
  { db }: Ctx,
  id: string,
  change: Partial<ConnectionRow>,
): Promise<ConnectionRow | undefined> {
  const [row] = await db
    .update(calendarConnections)
    .set(change)
    .where(eq(calendarConnections.id, id))
    .returning();
  return row;
}

/** What came of a look at what was wished for. Whoever wishes for something else meanwhile has it looked for anew. */
export async function noteLooked(
  { db }: Ctx,
  was: ConnectionRow,
  change: Partial<Pick<ConnectionRow, "busy" | "computeEvents" | "overlaysAt" | "windowsAt">>,
): Promise<void> {
  const { connectedAt, avoidsMeetings, avoidsNights } = calendarConnections;
  const { computeBy, computeText, windowsGpu, windowsGpuCount, windowsHours } = calendarConnections;
  await db
    .update(calendarConnections)
    .set(change)
    .where(
      and(
        eq(calendarConnections.id, was.id),
        eq(connectedAt, was.connectedAt),
        eq(avoidsMeetings, was.avoidsMeetings),
        eq(avoidsNights, was.avoidsNights),
        sql`(${computeBy}, ${computeText}) is not distinct from (${was.computeBy}::text, ${was.computeText}::text)`,
        sql`(${windowsGpu}, ${windowsGpuCount}, ${windowsHours})
          is not distinct from (${was.windowsGpu}::text, ${was.windowsGpuCount}::int, ${was.windowsHours}::int)`,
      ),
    );
}

/** False where that was known already: it is told once. */
export async function markReconnect({ db }: Ctx, id: string, problem: string): Promise<boolean> {
  const rows = await db
    .update(calendarConnections)
    .set({ state: "reconnect", sealedAccess: null, accessUntil: null, leaseUntil: null, problem })
    .where(and(eq(calendarConnections.id, id), eq(calendarConnections.state, "connected")))
    .returning({ id: calendarConnections.id });
  return rows.length > 0;
}

export async function deleteConnection({ db }: Ctx, id: string): Promise<void> {
  await db.delete(calendarConnections).where(eq(calendarConnections.id, id));
}

/** Takes one that is due for so long; after that it is anybody's again, and due. What makes it due before is not lost. */
export async function takeDue({ db, now }: Ctx, leaseMs: number): Promise<ConnectionRow | undefined> {
  const at = now().toISOString();
  const until = new Date(now().getTime() + leaseMs);
  const [row] = await db
    .update(calendarConnections)
    .set({ leaseUntil: until, dueAt: until })
    .where(
      sql`${calendarConnections.id} in (
        select id from calendar_connections
        where state = 'connected' and due_at <= ${at}::timestamptz
          and (lease_until is null or lease_until <= ${at}::timestamptz)
        order by due_at limit 1 for update skip locked)`,
    )
    .returning();
  return row;
}

/** Where more is to be written by now, or more was told of, it is due again at once, or when it has rested. */
export async function giveBack(
  { db, now }: Ctx,
  id: string,
  {
    restsUntil,
    ...change
  }: { dueAt: Date; failures: number; problem: string | null; restsUntil: Date | null },
): Promise<void> {
  const well = change.failures === 0;
  const waiting = sql`exists (select from calendar_mirrors m where m.connection_id = ${id} and m.written_version < m.version)`;
  await db
    .update(calendarConnections)
    .set({
      ...change,
      leaseUntil: restsUntil,
      ...(well && restsUntil === null && { syncedAt: now() }),
      ...(well && {
        dueAt: sql`case when ${waiting} or due_at <= ${now().toISOString()}::timestamptz then ${now().toISOString()}::timestamptz
          else ${change.dueAt.toISOString()}::timestamptz end`,
      }),
    })
    .where(eq(calendarConnections.id, id));
}

/** What a channel tells of is looked at now; one that rests after failures goes on resting. False of a channel that is nobody's. */
export async function noteTold({ db, now }: Ctx, channelId: string, tokenHash: string): Promise<boolean> {
  const rows = await db
    .update(calendarConnections)
    .set({
      dueAt: sql`case when failures = 0 then least(due_at, ${now().toISOString()}::timestamptz) else due_at end`,
    })
    .where(
      and(eq(calendarConnections.channelId, channelId), eq(calendarConnections.channelTokenHash, tokenHash)),
    )
    .returning({ id: calendarConnections.id });
  return rows.length > 0;
}

// ——— mirrors ———

/** What changed in an account is to be written to every calendar that mirrors it. */
export async function touchMirrors(
  { db, now }: Ctx,
  accountId: string,
  subjects: readonly { subject: string; eventId: string }[],
): Promise<void> {
  if (subjects.length === 0) return;
  const connections = await db
    .select({ id: calendarConnections.id })
    .from(calendarConnections)
    .where(eq(calendarConnections.accountId, accountId));
  for (const { id } of connections) await touchMirrorsOf({ db }, id, subjects);
  // One that rests after failures goes on resting.
  await db
    .update(calendarConnections)
    .set({ dueAt: sql`least(due_at, ${now().toISOString()}::timestamptz)` })
    .where(and(eq(calendarConnections.accountId, accountId), eq(calendarConnections.failures, 0)));
  await db
    .update(calendarProposals)
    .set({ closedAt: now() })
    .where(
      and(
        isNull(calendarProposals.closedAt),
        inArray(
          calendarProposals.reservationId,
          subjects.map(({ subject }) => subject),
        ),
      ),
    );
}

export async function touchMirrorsOf(
  { db }: Pick<Ctx, "db">,
  connectionId: string,
  subjects: readonly { subject: string; eventId: string }[],
): Promise<void> {
  for (let at = 0; at < subjects.length; at += 500)
    await db
      .insert(calendarMirrors)
      .values(
        subjects.slice(at, at + 500).map(({ subject, eventId }) => ({ connectionId, subject, eventId })),
      )
      .onConflictDoUpdate({
        target: [calendarMirrors.connectionId, calendarMirrors.subject],
        set: { version: sql`${calendarMirrors.version} + 1` },
      });
}

/** The calendar that they stood in is gone: all of them are to be written anew. */
export async function forgetWritten({ db }: Ctx, connectionId: string): Promise<void> {
  await db
    .update(calendarMirrors)
    .set({ etag: null, writtenVersion: 0 })
    .where(eq(calendarMirrors.connectionId, connectionId));
}

export async function listToWrite({ db }: Ctx, connectionId: string, limit: number): Promise<MirrorRow[]> {
  return db
    .select()
    .from(calendarMirrors)
    .where(
      and(
        eq(calendarMirrors.connectionId, connectionId),
        lt(calendarMirrors.writtenVersion, calendarMirrors.version),
      ),
    )
    .orderBy(calendarMirrors.subject)
    .limit(limit);
}

export async function readMirrorsByEvent(
  { db }: Ctx,
  connectionId: string,
  eventIds: readonly string[] | null,
): Promise<MirrorRow[]> {
  if (eventIds?.length === 0) return [];
  return db
    .select()
    .from(calendarMirrors)
    .where(
      and(
        eq(calendarMirrors.connectionId, connectionId),
        eventIds === null ? undefined : inArray(calendarMirrors.eventId, [...eventIds]),
      ),
    );
}

export async function noteWritten({ db }: Ctx, row: MirrorRow, etag: string | null): Promise<void> {
  await db
    .update(calendarMirrors)
    .set({ etag, writtenVersion: row.version })
    .where(and(eq(calendarMirrors.connectionId, row.connectionId), eq(calendarMirrors.subject, row.subject)));
}

/** What Google has now; with `again` it is to be written once more. */
export async function noteSeen(
  { db }: Ctx,
  row: MirrorRow,
  etag: string | null,
  again: boolean,
): Promise<void> {
  await db
    .update(calendarMirrors)
    .set({ etag, ...(again && { version: sql`${calendarMirrors.version} + 1` }) })
    .where(and(eq(calendarMirrors.connectionId, row.connectionId), eq(calendarMirrors.subject, row.subject)));
}

export async function countMirrors(
  { db }: Ctx,
  connectionId: string,
): Promise<{ there: number; waiting: number }> {
  const [row] = await db
    .select({
      there: sql<number>`(count(*) filter (where ${calendarMirrors.etag} is not null))::int`,
      waiting: sql<number>`(count(*) filter (where ${calendarMirrors.writtenVersion} < ${calendarMirrors.version}))::int`,
    })
    .from(calendarMirrors)
    .where(eq(calendarMirrors.connectionId, connectionId));
  return row ?? { there: 0, waiting: 0 };
}

// ——— proposals ———

/** A later change by hand takes the place of the earlier. */
/** False where one was open already, which is now this one. */
export async function propose(
  ctx: Ctx,
  proposal: Omit<typeof calendarProposals.$inferInsert, "id" | "createdAt">,
): Promise<boolean> {
  const { kind, startsAt, endsAt } = proposal;
  const id = ctx.newId("cpr");
  const [row] = await ctx.db
    .insert(calendarProposals)
    .values({ ...proposal, id, createdAt: ctx.now() })
    .onConflictDoUpdate({
      target: [calendarProposals.connectionId, calendarProposals.reservationId],
      targetWhere: sql`closed_at is null`,
      set: { kind, startsAt: startsAt ?? null, endsAt: endsAt ?? null },
    })
    .returning({ id: calendarProposals.id });
  return row?.id === id;
}

/** Of a calendar of who asks; there are never more than there are events that somebody moved by hand. */
export async function listProposals({ db }: Ctx, connectionId: string): Promise<ProposalRow[]> {
  return db
    .select()
    .from(calendarProposals)
    .where(and(eq(calendarProposals.connectionId, connectionId), isNull(calendarProposals.closedAt)))
    .orderBy(calendarProposals.createdAt)
    .limit(50);
}

export async function closeProposal(
  { db, now }: Ctx,
  connectionId: string,
  id: string,
): Promise<ProposalRow | undefined> {
  const [row] = await db
    .update(calendarProposals)
    .set({ closedAt: now() })
    .where(
      and(
        eq(calendarProposals.id, id),
        eq(calendarProposals.connectionId, connectionId),
        isNull(calendarProposals.closedAt),
      ),
    )
    .returning();
  return row;
}
