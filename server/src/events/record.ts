import { sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { runPrepared } from "../platform/db/prepared.ts";
import { actorId, actorName } from "../values/actor.ts";
import { type Audience, catalog, type Payload, type Topic } from "./catalog.ts";

type Happening<T extends Topic> = {
  topic: T;
  payload: Payload<T>;
  subject?: string;
} & ((typeof catalog)[T]["audience"] extends "account" ? { accountId: string } : object);

/** Writes an event in the transaction of the change that it tells of, so that neither is without the other. */
export async function record<T extends Topic>(ctx: Ctx, event: Happening<T>): Promise<void> {
  const entry = catalog[event.topic];
  const audience: Audience = entry.audience;
  const accountId = audience === "account" && "accountId" in event ? event.accountId : null;
  const payload = JSON.stringify(entry.payload.parse(event.payload));
  // Written out, because it is part of nearly every transaction, while that holds its locks.
  await runPrepared(
    ctx.db,
    sql`insert into events (xid, at, account_id, topic, subject, actor, actor_name, payload) values (
      pg_current_xact_id(), ${ctx.now().toISOString()}::timestamptz, ${accountId}, ${event.topic},
      ${event.subject ?? null}, ${actorId(ctx.actor)}, ${actorName(ctx.actor)}, ${payload}::jsonb)`,
  );
  ctx.afterCommit(() => ctx.bell.ring("berth_events"));
}
