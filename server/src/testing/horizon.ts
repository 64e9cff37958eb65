import type { Sql } from "../platform/db/database.ts";

/**
 * Waits until every event there is may be read. One is kept back while an older transaction runs anywhere
 * in the cluster, and other files of tests run theirs beside this one.
 */
export async function untilTold(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ held: boolean }[]>`
      select exists (select from events where xid >= pg_snapshot_xmin(pg_current_snapshot())) as held`;
    if (!row?.held) return;
  }
}
