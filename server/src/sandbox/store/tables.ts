import { sql } from "drizzle-orm";
import { bigint, boolean, check, pgTable } from "drizzle-orm/pg-core";

/** One row: so far the clock of this Berth was moved on, if it is a sandbox. */
export const sandboxClocks = pgTable(
  "sandbox_clock",
  {
    only: boolean("only").primaryKey().default(true),
    aheadMs: bigint("ahead_ms", { mode: "number" }).notNull(),
  },
  (table) => [
    check("sandbox_clock_is_one_row", sql`${table.only}`),
    check("sandbox_clock_is_ahead", sql`${table.aheadMs} >= 0`),
  ],
);
