import { and, count, desc, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Means } from "../rules/channel.ts";
import type { Selected } from "../rules/selected.ts";
import { marketTopics } from "../topics.ts";
import { alertChannels, alertDeliveries, type DeliveryState, notificationsSeen, type Try } from "./tables.ts";

export type DeliveryRow = typeof alertDeliveries.$inferSelect;
export type NewDelivery = typeof alertDeliveries.$inferInsert;

/** Those that are there already stay as they are. Says which are new. */
export async function insertDeliveries({ db }: Ctx, rows: readonly NewDelivery[]): Promise<DeliveryRow[]> {
  const made: DeliveryRow[] = [];
  for (let at = 0; at < rows.length; at += 500) {
    const part = rows.slice(at, at + 500);
    made.push(...(await db.insert(alertDeliveries).values(part).onConflictDoNothing().returning()));
  }
  return made;
}

/** As {@link insertDeliveries}, and those that are there and ended are sent anew. Says how many will be sent. */
export async function sendAnew({ db }: Ctx, rows: readonly NewDelivery[]): Promise<number> {
  let sent = 0;
  for (let at = 0; at < rows.length; at += 500) {
    const made = await db
      .insert(alertDeliveries)
      .values(rows.slice(at, at + 500))
      .onConflictDoUpdate({
        target: [alertDeliveries.channelId, alertDeliveries.eventId],
        set: {
          state: "waiting",
          attempts: 0,
          endedAt: null,
          selected: null,
          eventXid: sql`excluded.event_xid`,
          nextTryAt: sql`excluded.next_try_at`,
          triedUntil: sql`excluded.tried_until`,
        },
        setWhere: ne(alertDeliveries.state, "waiting"),
      })
      .returning({ id: alertDeliveries.id });
    sent += made.length;
  }
  return sent;
}

/** What was said first is kept, should two processes read it. */
export async function keepSelected({ db }: Ctx, id: string, selected: Selected): Promise<Selected> {
  const [kept] = await db
    .update(alertDeliveries)
    .set({ selected })
    .where(and(eq(alertDeliveries.id, id), isNull(alertDeliveries.selected)))
    .returning({ selected: alertDeliveries.selected });
  if (kept?.selected) return kept.selected;
  const [other] = await db
    .select({ selected: alertDeliveries.selected })
    .from(alertDeliveries)
    .where(eq(alertDeliveries.id, id));
  return other?.selected ?? selected;
}

/** While a process has them. If it dies, they are anybody's again after that. */
const LEASE = sql`interval '60 seconds'`;

/**
 * Takes what is due of one channel, the one that waits longest, and puts its next try off: for that long it is this
 * process's. A channel sends no more than its rate: what it sent moves `sends_from` on by the time that so many take,
 * and a second's worth may go at once. A digest goes as one. Of one subject a webhook takes nothing before what
 * happened earlier: what rests after a failure goes along, and what another process has is waited for. Null where no
 * channel has anything due, and none where all that is due of this one is waiting so: then it rests for a second.
 */
export async function takeDue(ctx: Ctx, most: number): Promise<DeliveryRow[] | null> {
  const at = sql`${ctx.now().toISOString()}::timestamptz`;
  // The channel is held first: what a process before this one took of it has to be seen by the statements after.
  const taken = await inTransaction(ctx, async ({ db }) => {
    const [channel] = await db.execute<{ id: string; means: Means }>(sql`
      select c.id, c.means from alert_channels c
      where c.paused_at is null and c.means <> 'in-app' and c.sends_from <= ${at} and exists (
        select from alert_deliveries d
        where d.channel_id = c.id and d.state = 'waiting' and d.next_try_at <= ${at})
      order by c.sends_from, c.id limit 1 for update of c skip locked`);
    if (!channel) return null;
    const inOrder = channel.means === "webhook";
    if (inOrder) await bringForward(db, channel.id, at);
    const isHeld = sql`exists (select from resting
      where resting.subject = d.subject and (resting.event_xid, resting.event_id) < (d.event_xid, d.event_id))`;
    return db.execute<{ id: string }>(sql`
      with channel as (
        select c.*, greatest(c.sends_from, ${at} - interval '1 second') as begins
        from alert_channels c where c.id = ${channel.id}
      ), resting as materialized (
        select distinct on (subject) subject, event_xid, event_id from alert_deliveries
        where channel_id = ${channel.id} and state = 'waiting' and next_try_at > ${at} and event_xid is not null
        order by subject, event_xid, event_id
      ), due as (
        select d.id from alert_deliveries d
        where d.channel_id = ${channel.id} and d.state = 'waiting' and d.next_try_at <= ${at}
          ${inOrder ? sql`and not ${isHeld}` : sql``}
        order by ${inOrder ? sql`d.event_xid nulls first, d.event_id, d.id` : sql`d.next_try_at, d.id`}
        limit (select case when digest is not null then 50
          else least(${most}, greatest(1, floor(extract(epoch from ${at} - begins) * per_minute / 60))) end from channel)
        for update skip locked
      ), paced as (
        update alert_channels c set sends_from = case when exists (select from due)
          then channel.begins + interval '1 minute' / channel.per_minute
            * case when channel.digest is not null then 1 else (select count(*) from due) end
          else ${at} + interval '1 second' end
        from channel where c.id = channel.id
      )
      update alert_deliveries set attempts = attempts + 1, next_try_at = ${at} + ${LEASE}
      where id in (select id from due) returning id`);
  });
  if (!taken) return null;
  if (taken.length === 0) return [];
  return ctx.db
    .select()
    .from(alertDeliveries)
    .where(
      inArray(
        alertDeliveries.id,
        taken.map(({ id }) => id),
      ),
    )
    .orderBy(
      sql`${alertDeliveries.eventXid} nulls first`,
      alertDeliveries.eventId,
      alertDeliveries.happenedAt,
      alertDeliveries.id,
    );
}

/**
 * What rests and has something due after it is due, too. What is put off by less than twice a lease may be another
 * process's at this moment, by a clock that is not quite this one's.
 */
async function bringForward(db: Db, channelId: string, at: SQL): Promise<void> {
  await db.execute(sql`
    update alert_deliveries d set next_try_at = ${at}
    from (
      select distinct on (subject) subject, event_xid, event_id from alert_deliveries
      where channel_id = ${channelId} and state = 'waiting' and next_try_at <= ${at} and event_xid is not null
      order by subject, event_xid desc, event_id desc
    ) last
    where d.channel_id = ${channelId} and d.state = 'waiting' and d.next_try_at > ${at} + 2 * ${LEASE}
      and d.subject = last.subject and (d.event_xid, d.event_id) < (last.event_xid, last.event_id)`);
}

const TRIES_KEPT = 10;

const withTry = (one: SQL) => sql`(
  select coalesce(jsonb_agg(t order by n), '[]') from (
    select t, n from jsonb_array_elements(${alertDeliveries.tries} || ${one}) with ordinality as x (t, n)
    order by n desc limit ${TRIES_KEPT}) last)`;

/** All of a batch in one statement. Also where somebody else took one meanwhile: it has arrived. */
export async function markDelivered({ db, now }: Ctx, tries: ReadonlyMap<string, Try>): Promise<void> {
  if (tries.size === 0) return;
  const one = sql`(${JSON.stringify(Object.fromEntries(tries))}::jsonb -> ${alertDeliveries.id})`;
  await db
    .update(alertDeliveries)
    .set({ state: "delivered", endedAt: now(), tries: withTry(one) })
    .where(inArray(alertDeliveries.id, [...tries.keys()].toSorted()));
}

/** Whether a process still has what it took. What is sent again counts from one, so its hour tells which try it is. */
const isStillOurs = ({ id, attempts, nextTryAt }: DeliveryRow) =>
  and(
    eq(alertDeliveries.id, id),
    eq(alertDeliveries.attempts, attempts),
    eq(alertDeliveries.nextTryAt, nextTryAt),
    eq(alertDeliveries.state, "waiting"),
  );

/** As if they had not been taken, and due from then on. */
export async function putBack({ db }: Ctx, rows: readonly DeliveryRow[], dueAt: Date): Promise<void> {
  if (rows.length === 0) return;
  await db
    .update(alertDeliveries)
    .set({ attempts: sql`${alertDeliveries.attempts} - 1`, nextTryAt: dueAt })
    .where(or(...rows.map(isStillOurs)));
}

/** False where somebody else took it meanwhile, and then nothing was changed. */
export async function markFailed(
  { db, now }: Ctx,
  row: DeliveryRow,
  one: Try,
  next: Date | null,
): Promise<boolean> {
  const rows = await db
    .update(alertDeliveries)
    .set({
      tries: withTry(sql`${JSON.stringify(one)}::jsonb`),
      ...(next ? { nextTryAt: next } : { state: "given-up" as const, endedAt: now() }),
    })
    .where(isStillOurs(row))
    .returning({ id: alertDeliveries.id });
  return rows.length > 0;
}

/** It may be sent again from now on, with the patience of what was never tried; undefined where there is none of the account's that ended so. */
export async function reviveDelivery(
  ctx: Ctx,
  id: string,
  from: readonly DeliveryState[],
  triedUntil: Date,
): Promise<DeliveryRow | undefined> {
  const [row] = await ctx.db
    .update(alertDeliveries)
    .set({ state: "waiting", attempts: 0, endedAt: null, nextTryAt: ctx.now(), triedUntil })
    .where(
      and(
        eq(alertDeliveries.accountId, accountIdOf(ctx)),
        eq(alertDeliveries.id, id),
        inArray(alertDeliveries.state, [...from]),
      ),
    )
    .returning();
  return row;
}

/** What was delivered and what was not, the newest first; the console's own are not among them. */
export async function listDeliveries(
  ctx: Ctx,
  of: { channelId: string | null; state: DeliveryState | null; before: string | null; limit: number },
): Promise<DeliveryRow[]> {
  const rows = await ctx.db
    .select({ delivery: alertDeliveries })
    .from(alertDeliveries)
    .innerJoin(alertChannels, eq(alertChannels.id, alertDeliveries.channelId))
    .where(
      and(
        eq(alertDeliveries.accountId, accountIdOf(ctx)),
        sql`${alertChannels.means} <> 'in-app'`,
        of.channelId ? eq(alertDeliveries.channelId, of.channelId) : undefined,
        of.state ? eq(alertDeliveries.state, of.state) : undefined,
        of.before ? lt(alertDeliveries.id, of.before) : undefined,
      ),
    )
    .orderBy(desc(alertDeliveries.id))
    .limit(of.limit);
  return rows.map(({ delivery }) => delivery);
}

export async function findDelivery(ctx: Ctx, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(alertDeliveries)
    .where(and(eq(alertDeliveries.accountId, accountIdOf(ctx)), eq(alertDeliveries.id, id)));
  return row;
}

export interface Standing {
  waiting: number;
  givenUp: number;
  lastDeliveredAt: Date | null;
}

export async function readStandings(ctx: Ctx, channelIds: readonly string[]): Promise<Map<string, Standing>> {
  if (channelIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      channelId: alertDeliveries.channelId,
      waiting: sql<number>`(count(*) filter (where ${alertDeliveries.state} = 'waiting'))::int`,
      givenUp: sql<number>`(count(*) filter (where ${alertDeliveries.state} = 'given-up'))::int`,
      last: sql<
        string | null
      >`max(${alertDeliveries.endedAt}) filter (where ${alertDeliveries.state} = 'delivered')`,
    })
    .from(alertDeliveries)
    .where(inArray(alertDeliveries.channelId, [...channelIds]))
    .groupBy(alertDeliveries.channelId);
  return new Map(
    rows.map(({ channelId, waiting, givenUp, last }) => [
      channelId,
      { waiting, givenUp, lastDeliveredAt: last === null ? null : new Date(last) },
    ]),
  );
}

const bellOf = (ctx: Ctx) =>
  sql`${alertDeliveries.channelId} in (select id from alert_channels
    where account_id = ${accountIdOf(ctx)} and means = 'in-app')`;

/** What the console's bell told, the newest first. */
export async function listNotifications(
  ctx: Ctx,
  of: { before: string | null; limit: number },
): Promise<DeliveryRow[]> {
  return ctx.db
    .select()
    .from(alertDeliveries)
    .where(and(bellOf(ctx), of.before ? lt(alertDeliveries.id, of.before) : undefined))
    .orderBy(desc(alertDeliveries.id))
    .limit(of.limit);
}

export async function findSeen(ctx: Ctx, userId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ upTo: notificationsSeen.upTo })
    .from(notificationsSeen)
    .where(and(eq(notificationsSeen.userId, userId), eq(notificationsSeen.accountId, accountIdOf(ctx))));
  return row?.upTo ?? null;
}

export async function countUnseen(ctx: Ctx, seen: string | null): Promise<number> {
  const [row] = await ctx.db
    .select({ unseen: count() })
    .from(alertDeliveries)
    .where(and(bellOf(ctx), seen === null ? undefined : gt(alertDeliveries.id, seen)));
  return row?.unseen ?? 0;
}

/** What was seen stays seen: the mark only goes forward. */
export async function markSeen(ctx: Ctx, userId: string, upTo: string): Promise<void> {
  await ctx.db
    .insert(notificationsSeen)
    .values({ userId, accountId: accountIdOf(ctx), upTo })
    .onConflictDoUpdate({
      target: [notificationsSeen.userId, notificationsSeen.accountId],
      set: { upTo: sql`greatest(notifications_seen.up_to, excluded.up_to)` },
    });
}

export async function deleteEndedBefore({ db }: Ctx, before: Date): Promise<void> {
  await db.delete(alertDeliveries).where(lt(alertDeliveries.endedAt, before));
}

export async function deleteMarketEndedBefore({ db }: Ctx, before: Date): Promise<void> {
  await db
    .delete(alertDeliveries)
    .where(
      and(
        lt(alertDeliveries.endedAt, before),
        isNull(alertDeliveries.kind),
        inArray(alertDeliveries.topic, [...marketTopics]),
      ),
    );
}
