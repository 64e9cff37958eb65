import { bigint, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Whose turn each loop is, across all processes. */
export const loops = pgTable("loops", {
  name: text("name").primaryKey(),
  owner: text("owner"),
  leasedUntil: instant("leased_until"),
  nextAt: instant("next_at").notNull(),
  /** Grows with every turn, so that a holder that slept through its lease can be told from the next. */
  fence: bigint("fence", { mode: "bigint" }).notNull(),
  lastSuccessAt: instant("last_success_at"),
  /** A program of an earlier edition takes no turn: see `EDITION` in loops.ts. */
  needsEdition: integer("needs_edition").notNull().default(1),
});
