import { and, asc, desc, eq, gt, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { ofOwnConsumers } from "../../accounts/index.ts";
import { recording, type Writable } from "../../events/record.ts";
import type { Ctx } from "../../platform/context.ts";
import { insertWhole, readWhole, runPrepared, wholeOf, wholeRow } from "../../platform/db/prepared.ts";
import type { Window } from "../rules/grid.ts";
import type { ReservationState } from "../rules/lifecycle.ts";
import type { Part } from "../rules/parts.ts";
import { lockDays } from "./capacity.ts";
import { reservationParts, reservations, reservationSessions } from "./tables.ts";

export type ReservationRow = typeof reservations.$inferSelect;
export type Booked = ReservationRow & { parts: Part[] };

/** Of a key that is bound to consumers, only theirs are there. */
const own = (ctx: Ctx) => ofOwnConsumers(ctx, reservations.consumer);

const LONGEST = sql`interval '30 days'`;

/**
 * With what is told of it, in one journey. Its part takes the pool's days by a trigger, and so once all the rest of the
 * statement is done.
 */
export async function insertReservation(
  ctx: Ctx,
  row: ReservationRow,
  part: Part,
  told: readonly Writable[],
): Promise<void> {
  await runPrepared(
    ctx.db,
    sql`with booked as (${wholeRow(reservations, row)}), told as (${recording(ctx, told)})
      ${wholeRow(reservationParts, { reservationId: row.id, poolId: row.poolId, ...part })}`,
  );
}

export async function insertParts(
  ctx: Ctx,
  { id, poolId }: { id: string; poolId: string },
  parts: readonly Part[],
): Promise<void> {
  if (parts.length > 1) await lockDays(ctx, poolId, parts);
  for (const { gpus, startsAt, endsAt } of parts) {
    const part = { reservationId: id, poolId, gpus, startsAt, endsAt };
    await insertWhole(ctx.db, reservationParts, part);
  }
}

/** Gives the GPUs of all of it back to the pool. */
export async function deleteParts({ db }: Ctx, reservationId: string): Promise<void> {
  await db.delete(reservationParts).where(eq(reservationParts.reservationId, reservationId));
}

export async function findReservation(ctx: Ctx, accountId: string, id: string): Promise<Booked | undefined> {
  const rows = await readReservations(ctx, accountId, [id]);
  return rows[0];
}

export async function readReservations(
  ctx: Ctx,
  accountId: string,
  ids: readonly string[],
): Promise<Booked[]> {
  if (ids.length === 0) return [];
  // In one journey: what is read after every verb. A locked one is not, since its parts may change while it is waited for.
  const rows = await ctx.db
    .select({
      row: reservations,
      parts: sql<PartText[] | null>`(${PARTS})`,
    })
    .from(reservations)
    .where(and(eq(reservations.accountId, accountId), inArray(reservations.id, [...ids]), own(ctx)));
  return rows.map(({ row, parts }) => ({ ...row, parts: toParts(parts) }));
}

const PARTS = sql`select jsonb_agg(jsonb_build_object('gpus', p.gpus, 'startsAt', p.starts_at, 'endsAt', p.ends_at)
  order by p.starts_at) from reservation_parts p where p.reservation_id = reservations.id`;

interface PartText {
  gpus: number;
  startsAt: string;
  endsAt: string;
}

function toParts(parts: readonly PartText[] | null): Part[] {
  return (parts ?? []).map(({ gpus, startsAt, endsAt }) => ({
    gpus,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
  }));
}

/** Nobody else changes it until the transaction ends. */
export async function lockReservation(ctx: Ctx, id: string, accountId?: string): Promise<Booked | undefined> {
  const rows = await ctx.db
    .select()
    .from(reservations)
    .where(
      and(
        eq(reservations.id, id),
        own(ctx),
        accountId === undefined ? undefined : eq(reservations.accountId, accountId),
      ),
    )
    .for("no key update");
  return (await withParts(ctx, rows))[0];
}

/** False when it is in another state by now, and then nothing was changed. */
export async function moveReservation(
  { db, now }: Ctx,
  id: string,
  from: ReservationState,
  change: Partial<ReservationRow> & { state: ReservationState },
): Promise<boolean> {
  const rows = await db
    .update(reservations)
    .set({ ...change, stateSince: now() })
    .where(and(eq(reservations.id, id), eq(reservations.state, from)))
    .returning({ id: reservations.id });
  return rows.length > 0;
}

export async function changeReservation(
  { db }: Ctx,
  id: string,
  change: Partial<ReservationRow>,
): Promise<void> {
  await db.update(reservations).set(change).where(eq(reservations.id, id));
}

/** The account's bookings that touch a window, quotes not among them: the earliest, or those that follow one. */
export async function listBetween(
  ctx: Ctx,
  accountId: string,
  window: Window,
  after: Pick<Booked, "startsAt" | "id"> | null = null,
): Promise<Booked[]> {
  const [from, to] = [instant(window.startsAt), instant(window.endsAt)];
  const ofOwn = own(ctx);
  // A month of a full calendar is many rows: written out, so that each costs little. It comes once for each of its parts, which
  // is one of nearly all. Nothing lasts longer than is said here, so that the index has both ends.
  const rows = await runPrepared<[gpus: number | null, startsAt: string, endsAt: string, ...row: unknown[]]>(
    ctx.db,
    sql`select p.gpus, p.starts_at, p.ends_at, ${wholeOf(reservations)}
      from (
        select * from reservations where account_id = ${accountId}
          and starts_at > ${from} - ${LONGEST} and starts_at < ${to} and ends_at > ${from}
          and state in ('confirmed', 'active', 'finished', 'cancelled', 'missed') ${ofOwn ? sql`and ${ofOwn}` : sql``}
          ${after ? sql`and (starts_at, id) > (${instant(after.startsAt)}, ${after.id})` : sql``}
        order by starts_at, id limit ${MOST_AT_ONCE}
      ) reservations left join reservation_parts p on p.reservation_id = reservations.id
      order by reservations.starts_at, reservations.id, p.starts_at`,
  );
  const all: Booked[] = [];
  for (const [gpus, startsAt, endsAt, ...values] of rows) {
    const row = readWhole(reservations, values);
    if (all.at(-1)?.id !== row.id) all.push({ ...row, parts: [] });
    if (gpus !== null)
      all.at(-1)?.parts.push({ gpus, startsAt: new Date(startsAt), endsAt: new Date(endsAt) });
  }
  return all;
}

function instant(date: Date): SQL {
  return sql`${date.toISOString()}::timestamptz`;
}

const MOST_AT_ONCE = 1_000;

/** All of them, however many. */
export async function listAllBetween(ctx: Ctx, accountId: string, window: Window): Promise<Booked[]> {
  const all: Booked[] = [];
  for (;;) {
    const page = await listBetween(ctx, accountId, window, all.at(-1));
    all.push(...page);
    if (page.length < MOST_AT_ONCE) return all;
  }
}

/** The account's bookings, the latest start first. */
export async function listReservations(
  ctx: Ctx,
  accountId: string,
  page: {
    states: readonly ReservationState[] | null;
    after: { startsAt: Date; id: string } | null;
    limit: number;
  },
): Promise<Booked[]> {
  const { states, after, limit } = page;
  const rows = await ctx.db
    .select()
    .from(reservations)
    .where(
      and(
        eq(reservations.accountId, accountId),
        own(ctx),
        inArray(
          reservations.state,
          states?.length ? [...states] : ["confirmed", "active", "finished", "cancelled", "missed"],
        ),
        after === null
          ? undefined
          : or(
              lt(reservations.startsAt, after.startsAt),
              and(eq(reservations.startsAt, after.startsAt), lt(reservations.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(reservations.startsAt), desc(reservations.id))
    .limit(limit);
  return withParts(ctx, rows);
}

/** Quotes of one account are counted and made one after the other. */
export async function lockQuoting({ db }: Ctx, accountId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`quotes of ${accountId}`}, 0))`);
}

/** The bookings of one rule, in order of time. */
export async function listSeries(ctx: Ctx, accountId: string, seriesId: string): Promise<Booked[]> {
  const rows = await ctx.db
    .select()
    .from(reservations)
    .where(and(eq(reservations.accountId, accountId), eq(reservations.seriesId, seriesId), own(ctx)))
    .orderBy(asc(reservations.startsAt));
  return withParts(ctx, rows);
}

export async function countHeld({ db, now }: Ctx, accountId: string): Promise<number> {
  const rows = await db
    .select({ id: reservations.id })
    .from(reservations)
    .where(
      and(
        eq(reservations.accountId, accountId),
        eq(reservations.state, "held"),
        gt(reservations.heldUntil, now()),
      ),
    );
  return rows.length;
}

/** Quotes whose time is over, the oldest first; of one pool, or of all. */
export async function listLapsed(
  { db, now }: Ctx,
  poolId: string | null,
  limit: number,
): Promise<ReservationRow[]> {
  return db
    .select()
    .from(reservations)
    .where(
      and(
        eq(reservations.state, "held"),
        lte(reservations.heldUntil, now()),
        poolId === null ? undefined : eq(reservations.poolId, poolId),
      ),
    )
    .orderBy(asc(reservations.heldUntil), asc(reservations.id))
    .limit(limit);
}

/** What is to be looked at now: confirmed with its machines soon to be rented, or active. */
export async function listDue(ctx: Ctx, startsBefore: Date): Promise<Booked[]> {
  const rows = await ctx.db
    .select()
    .from(reservations)
    .where(
      and(inArray(reservations.state, ["confirmed", "active"]), lte(reservations.startsAt, startsBefore)),
    )
    .orderBy(asc(reservations.startsAt), asc(reservations.id));
  return withParts(ctx, rows);
}

async function withParts(ctx: Ctx, rows: readonly ReservationRow[]): Promise<Booked[]> {
  if (rows.length === 0) return [];
  const parts = await ctx.db
    .select()
    .from(reservationParts)
    .where(
      inArray(
        reservationParts.reservationId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(reservationParts.startsAt));
  const byReservation = new Map<string, Part[]>(rows.map(({ id }) => [id, []]));
  for (const { reservationId, gpus, startsAt, endsAt } of parts)
    byReservation.get(reservationId)?.push({ gpus, startsAt, endsAt });
  return rows.map((row) => ({ ...row, parts: byReservation.get(row.id) ?? [] }));
}

// ——— machines ———

export async function readSessionsOf(
  { db }: Ctx,
  reservationIds: readonly string[],
): Promise<(typeof reservationSessions.$inferSelect)[]> {
  if (reservationIds.length === 0) return [];
  return db
    .select()
    .from(reservationSessions)
    .where(inArray(reservationSessions.reservationId, [...reservationIds]));
}

export async function insertSessionsOf(
  { db }: Ctx,
  reservationId: string,
  sessions: readonly { id: string; gpus: number }[],
): Promise<void> {
  await db
    .insert(reservationSessions)
    .values(sessions.map(({ id, gpus }) => ({ sessionId: id, reservationId, gpus })));
}
