import { and, desc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import { catalog, isOfAccount, isTopic, type Topic } from "../../events/catalog.ts";
import type { Happened } from "../../events/replay.ts";
import { events } from "../../events/tables.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Position } from "../../values/cursor.ts";
import { accountIdOf } from "../asking.ts";

// Where else somebody works is not the account's business; what is spent by the hour is in its statement.
const untold: readonly Topic[] = ["sign-in.switched", "credits.captured", "own-bill.came-to"];

/** What an account's people see of what happened in it. */
export const activityTopics: readonly Topic[] = Object.keys(catalog)
  .filter(isTopic)
  .filter((topic) => isOfAccount(topic) && !untold.includes(topic));

/**
 * The account's events up to a place, the newest first. Up to the place where the tail begins, the
 * list and the tail together leave nothing out and show nothing twice.
 */
export async function listActivity(
  ctx: Ctx,
  range: { upTo: Position; before: Position | null; limit: number },
): Promise<Happened[]> {
  const place = ({ xid, id }: Position) => sql`(${xid.toString()}::xid8, ${id.toString()}::bigint)`;
  const here = sql`(${events.xid}, ${events.id})`;
  const rows = await ctx.db
    .select()
    .from(events)
    .where(
      and(
        eq(events.accountId, accountIdOf(ctx)),
        inArray(events.topic, [...activityTopics]),
        sql`${here} <= ${place(range.upTo)}`,
        range.before ? sql`${here} < ${place(range.before)}` : undefined,
      ),
    )
    .orderBy(desc(events.xid), desc(events.id))
    .limit(range.limit);
  return rows.map(toHappened);
}

/** The account's or the market's, whatever it is of that may be known here. */
export async function findEvent(ctx: Ctx, { xid, id }: Position): Promise<Happened | undefined> {
  const [row] = await ctx.db
    .select()
    .from(events)
    .where(
      and(
        eq(events.xid, xid),
        eq(events.id, id),
        or(eq(events.accountId, accountIdOf(ctx)), isNull(events.accountId)),
        ne(events.topic, "sign-in.switched"),
      ),
    );
  return row && toHappened(row);
}

function toHappened(row: typeof events.$inferSelect): Happened {
  return {
    position: { xid: row.xid, id: row.id },
    at: row.at,
    accountId: row.accountId,
    topic: row.topic as Topic,
    subject: row.subject,
    actorName: row.actorName,
    payload: row.payload,
  };
}
