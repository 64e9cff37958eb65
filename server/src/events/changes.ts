import { sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import type { Topic } from "./catalog.ts";

/** How often each of these was changed after it was made, and when last, by the events that tell of it. */
export async function countChanges(
  { db }: Ctx,
  of: { accountId: string; topic: Topic; subjects: readonly string[] },
): Promise<Map<string, { sequence: number; changedAt: Date }>> {
  if (of.subjects.length === 0) return new Map();
  const rows = await db.execute<{ subject: string; count: number; last: string }>(
    sql`select subject, count(*)::int as count, max(at) as last from events
      where account_id = ${of.accountId} and topic = ${of.topic}
        and subject in (select jsonb_array_elements_text(${JSON.stringify(of.subjects)}::jsonb))
      group by subject`,
  );
  return new Map(
    rows.map(({ subject, count, last }) => [subject, { sequence: count - 1, changedAt: new Date(last) }]),
  );
}
