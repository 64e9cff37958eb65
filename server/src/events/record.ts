import { sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { actorId, actorName } from "../values/actor.ts";
import { type Audience, catalog, type Payload, type Topic } from "./catalog.ts";
import { events } from "./tables.ts";

type Happening<T extends Topic> = {
  topic: T;
  payload: Payload<T>;
  subject?: string;
} & ((typeof catalog)[T]["audience"] extends "account" ? { accountId: string } : object);

/** Writes an event in the transaction of the change that it tells of, so that neither is without the other. */
export async function record<T extends Topic>(ctx: Ctx, event: Happening<T>): Promise<void> {
  const entry = catalog[event.topic];
  const audience: Audience = entry.audience;
  await ctx.db.insert(events).values({
    xid: sql`pg_current_xact_id()`,
    at: ctx.now(),
    accountId: audience === "account" && "accountId" in event ? event.accountId : null,
    topic: event.topic,
    subject: event.subject ?? null,
    actor: actorId(ctx.actor),
    actorName: actorName(ctx.actor),
    payload: entry.payload.parse(event.payload),
  });
  ctx.afterCommit(() => ctx.bell.ring("berth_events"));
}
