import { and, asc, count, eq, type SQL, sql } from "drizzle-orm";
import { accountIdOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { RENTABLE_FOR_MS } from "../rules/freshness.ts";
import { type PriceWish, REARMS_ABOVE } from "../rules/price-wish.ts";
import { priceWatches } from "./price-tables.ts";

export type WatchRow = typeof priceWatches.$inferSelect;

// One number for each thing that is done by one at a time.
const WATCHING = 7_305_117;

/** The account's watches, the oldest first. There are never many. */
export async function listWatches(ctx: Ctx): Promise<WatchRow[]> {
  return ctx.db
    .select()
    .from(priceWatches)
    .where(eq(priceWatches.accountId, accountIdOf(ctx)))
    .orderBy(asc(priceWatches.createdAt), asc(priceWatches.id));
}

/** Makes one at a time in an account, so that those that are counted are all there are. */
export async function lockWatchesOfAccount(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${WATCHING}, hashtext(${accountIdOf(ctx)}))`);
}

export async function countWatches(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db
    .select({ count: count() })
    .from(priceWatches)
    .where(eq(priceWatches.accountId, accountIdOf(ctx)));
  return row?.count ?? 0;
}

/** Null when the account has this very watch already. */
export async function insertWatch(
  ctx: Ctx,
  watch: PriceWish & { id: string; createdBy: string },
): Promise<WatchRow | null> {
  const [row] = await ctx.db
    .insert(priceWatches)
    .values({ ...watch, accountId: accountIdOf(ctx), state: "armed", createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

export async function findWatch(ctx: Ctx, id: string): Promise<WatchRow | undefined> {
  const [row] = await ctx.db.select().from(priceWatches).where(isOwn(ctx, id));
  return row;
}

export async function findSameWatch(ctx: Ctx, wish: PriceWish): Promise<WatchRow | undefined> {
  const same = (["gpuModel", "gpuSocket", "gpuCount", "kind", "country", "pricePerGpuHour"] as const).map(
    (name) => sql`${priceWatches[name]} is not distinct from ${wish[name]}`,
  );
  const [row] = await ctx.db
    .select()
    .from(priceWatches)
    .where(and(eq(priceWatches.accountId, accountIdOf(ctx)), ...same));
  return row;
}

export async function deleteWatch(ctx: Ctx, id: string): Promise<WatchRow | undefined> {
  const [row] = await ctx.db.delete(priceWatches).where(isOwn(ctx, id)).returning();
  return row;
}

function isOwn(ctx: Ctx, id: string): SQL | undefined {
  return and(eq(priceWatches.accountId, accountIdOf(ctx)), eq(priceWatches.id, id));
}

/** From here to the end of the transaction nobody else looks: each crossing of a price is seen once. */
export async function watchAlone({ db }: Ctx): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${WATCHING})`);
}

/**
 * Moves the watches whose price is there, or no longer is, and gives them as they stand then. The offers are read once,
 * however many watches there are: first the lowest price of each kind of machine, then of each thing that is looked for,
 * and only for those that fire which offer it is. A provider that cannot be asked for a while has its offers still, at
 * prices that nobody raised: a watch fires at none of them, and none of them is gone.
 */
export async function moveWatches({ db, now }: Ctx, limit: number): Promise<WatchRow[]> {
  const at = sql`${now().toISOString()}::timestamptz`;
  const seenAfter = sql`${new Date(now().getTime() - RENTABLE_FOR_MS).toISOString()}::timestamptz`;
  // Arrays and not joins: there are few of either, and a planner without statistics would look each offer's up.
  const isThere = sql`o.state = 'listed' and o.missed = 0 and o.suppressed_until is null
    and o.provider_id = any(array(select id from providers where connected))`;
  const isSeen = sql`o.provider_id = any(array(select id from providers where last_listed_at > ${seenAfter}))`;
  const moved = await db.execute<{ id: string }>(sql`
    with machines as materialized (
      select o.gpu_model, o.gpu_socket, o.gpu_count, o.kind, o.country,
        min(o.price_per_gpu_hour) filter (where ${isSeen}) as price, min(o.price_per_gpu_hour) as last_price
      from offers o
      where ${isThere} and o.gpu_model = any(array(select distinct gpu_model from price_watches))
      group by 1, 2, 3, 4, 5
    ), wishes as materialized (
      select w.gpu_model, w.gpu_socket, w.gpu_count, w.kind, w.country, min(m.price) as price,
        min(m.last_price) as last_price
      from (select distinct gpu_model, gpu_socket, gpu_count, kind, country from price_watches) w
      left join machines m on m.gpu_model = w.gpu_model and m.kind = w.kind and m.gpu_count >= w.gpu_count
        and (w.gpu_socket is null or m.gpu_socket = w.gpu_socket) and (w.country is null or m.country = w.country)
      group by 1, 2, 3, 4, 5
    ), due as materialized (
      select w.id, w.gpu_model, w.gpu_socket, w.gpu_count, w.kind, w.country, w.state, s.price
      from price_watches w join wishes s on s.gpu_model = w.gpu_model and s.gpu_count = w.gpu_count
        and s.kind = w.kind and s.gpu_socket is not distinct from w.gpu_socket
        and s.country is not distinct from w.country
      where case w.state when 'armed' then s.price <= w.price_per_gpu_hour
        else s.last_price is null or s.last_price * 100 > w.price_per_gpu_hour * ${REARMS_ABOVE} end
      order by w.id limit ${limit}
    ), found as (
      select due.*, (
        select o.id from offers o
        where due.state = 'armed' and ${isThere} and ${isSeen} and o.gpu_model = due.gpu_model
          and o.price_per_gpu_hour = due.price and o.kind = due.kind and o.gpu_count >= due.gpu_count
          and (due.gpu_socket is null or o.gpu_socket = due.gpu_socket)
          and (due.country is null or o.country = due.country)
        order by o.id limit 1
      ) as offer_id
      from due
    )
    update price_watches w set
      state = case w.state when 'armed' then 'fired' else 'armed' end,
      fired_at = case w.state when 'armed' then ${at} else w.fired_at end,
      fired_price_per_gpu_hour = case w.state when 'armed' then found.price else w.fired_price_per_gpu_hour end,
      fired_offer_id = case w.state when 'armed' then found.offer_id else w.fired_offer_id end
    from found where w.id = found.id returning w.id`);
  if (moved.length === 0) return [];
  const ids = sql`${JSON.stringify(moved.map(({ id }) => id))}::jsonb`;
  return db
    .select()
    .from(priceWatches)
    .where(sql`${priceWatches.id} in (select jsonb_array_elements_text(${ids}))`)
    .orderBy(asc(priceWatches.id));
}
