import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const xid8 = customType<{ data: bigint; driverData: string }>({
  dataType: () => "xid8",
  fromDriver: (text) => BigInt(text),
  toDriver: (xid) => xid.toString(),
});

export const events = pgTable(
  "events",
  {
    // The number of the transaction that wrote the row. See tail.ts for why readers go by it.
    xid: xid8("xid").notNull(),
    id: bigint("id", { mode: "bigint" }).notNull().generatedAlwaysAsIdentity(),
    at: timestamp("at", { withTimezone: true, precision: 3, mode: "date" }).notNull(),
    // Null is the market, which is everybody's.
    accountId: text("account_id"),
    topic: text("topic").notNull(),
    subject: text("subject"),
    actor: text("actor").notNull(),
    actorName: text("actor_name").notNull(),
    payload: jsonb("payload").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.xid, table.id] }),
    index("events_of_account").on(table.accountId, table.xid, table.id),
    index("events_of_subject")
      .on(table.accountId, table.subject, table.xid, table.id)
      .where(sql`subject is not null`),
    index("events_by_age").on(table.at),
    index("events_to_seal")
      .on(table.id)
      .where(sql`account_id is not null`),
  ],
);

/** One row: the last place of the market's history that is no longer kept. */
export const eventsForgotten = pgTable(
  "events_forgotten",
  {
    only: boolean("only").primaryKey().default(true),
    xid: xid8("xid").notNull(),
    id: bigint("id", { mode: "bigint" }).notNull(),
  },
  (table) => [check("events_forgotten_is_one_row", sql`${table.only}`)],
);

/** See seals.ts: what happened up to an id, and that nobody changed it since. */
export const eventSeals = pgTable("event_seals", {
  number: bigint("number", { mode: "bigint" }).primaryKey(),
  upTo: bigint("up_to", { mode: "bigint" }).notNull(),
  events: integer("events").notNull(),
  digest: text("digest").notNull(),
  sealedAt: timestamp("sealed_at", { withTimezone: true, precision: 3, mode: "date" }).notNull(),
});

/** One row: how far what happened may be sealed once all have ended that ran when it was noted. */
export const eventSealMark = pgTable(
  "event_seal_mark",
  {
    only: boolean("only").primaryKey().default(true),
    upTo: bigint("up_to", { mode: "bigint" }).notNull(),
    xid: xid8("xid").notNull(),
  },
  (table) => [check("event_seal_mark_is_one_row", sql`${table.only}`)],
);
