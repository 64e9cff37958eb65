import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { runPrepared } from "../platform/db/prepared.ts";
import { actorId, actorName } from "../values/actor.ts";
import { catalog, isOfAccount, type Payload, type Topic } from "./catalog.ts";

type Happening<T extends Topic> = {
  topic: T;
  payload: Payload<T>;
  subject?: string;
} & ((typeof catalog)[T]["audience"] extends "market" ? object : { accountId: string });

/** Writes an event in the transaction of the change that it tells of, so that neither is without the other. */
export async function record<T extends Topic>(ctx: Ctx, event: Happening<T>): Promise<void> {
  await recordAll(ctx, [writable(event)]);
}

/** An event whose payload was found to be one of its topic's. */
export interface Writable {
  topic: Topic;
  accountId: string | null;
  subject: string | null;
  payload: string;
}

export function writable<T extends Topic>(event: Happening<T>): Writable {
  const entry = catalog[event.topic];
  const accountId = isOfAccount(event.topic) && "accountId" in event ? event.accountId : null;
  const payload = JSON.stringify(entry.payload.parse(event.payload));
  return { topic: event.topic, accountId, subject: event.subject ?? null, payload };
}

/** Several at once, in their order. */
export async function recordAll(ctx: Ctx, events: readonly Writable[]): Promise<void> {
  await runPrepared(ctx.db, recording(ctx, events));
}

/** The same as a statement, which may be a part of the one that makes what is told. */
export function recording(ctx: Ctx, events: readonly Writable[]): SQL {
  ctx.afterCommit(() => ctx.bell.ring("berth_events"));
  // Written out, because it is part of nearly every transaction, while that holds its locks.
  const rows = events.map((event) => sql`(${columnsOf(ctx, event, sql`${event.payload}::jsonb`)})`);
  return sql`insert into events (${columns}) values ${sql.join(rows, sql`, `)}`;
}

/**
 * As a part of a statement that writes what it tells of: `payload` makes it, of what is known only then, out of the
 * event's own, and `from` is where that is.
 */
export function recordWith(ctx: Ctx, event: Writable, payload: (own: SQL) => SQL, from: SQL): SQL {
  ctx.afterCommit(() => ctx.bell.ring("berth_events"));
  const made = payload(sql`${event.payload}::jsonb`);
  return sql`insert into events (${columns}) select ${columnsOf(ctx, event, made)} from ${from}`;
}

const columns = sql`xid, at, account_id, topic, subject, actor, actor_name, payload`;

function columnsOf(ctx: Ctx, { accountId, topic, subject }: Writable, payload: SQL): SQL {
  return sql`pg_current_xact_id(), ${ctx.now().toISOString()}::timestamptz, ${accountId}::text, ${topic}::text,
    ${subject}::text, ${actorId(ctx.actor)}::text, ${actorName(ctx.actor)}::text, ${payload}`;
}
