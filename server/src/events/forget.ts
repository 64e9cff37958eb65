import type { Sql } from "../platform/db/database.ts";

const KEPT_FOR = "72 hours";

/** Every poll adds to the market's history; what is older than any reader's absence is let go. */
export async function forgetMarketEvents(sql: Sql): Promise<void> {
  await sql`select forget_market_events(now() - ${KEPT_FOR}::interval)`;
}
