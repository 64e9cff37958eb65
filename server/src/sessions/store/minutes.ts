import { and, asc, gte, inArray, lt } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { sessionMinutes } from "./tables.ts";

// A row a minute is what a chart needs of a machine that speaks up twice in it. It is a picture, not a
// record: nothing is charged or ended by it, and after a week it is forgotten.

export type MinuteRow = typeof sessionMinutes.$inferSelect;

const MINUTE = 60_000;
const KEPT_MS = 7 * 24 * 60 * MINUTE;

/** The minutes of these sessions since then, the oldest first. One in which nothing was heard has no row. */
export async function listMinutes(ctx: Ctx, sessionIds: string[], since: Date): Promise<MinuteRow[]> {
  return ctx.db
    .select()
    .from(sessionMinutes)
    .where(and(inArray(sessionMinutes.sessionId, sessionIds), gte(sessionMinutes.beganAt, since)))
    .orderBy(asc(sessionMinutes.beganAt));
}

export async function forgetMinutes(ctx: Ctx): Promise<void> {
  await ctx.db
    .delete(sessionMinutes)
    .where(lt(sessionMinutes.beganAt, new Date(ctx.now().getTime() - KEPT_MS)));
}
