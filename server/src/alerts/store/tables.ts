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
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { digests, means, type QuietHours } from "../rules/channel.ts";
import type { Topic } from "../../events/catalog.ts";
import { type Kind, kinds, type Said } from "../rules/kinds.ts";
import type { Selected } from "../rules/selected.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const xid8 = customType<{ data: bigint; driverData: string }>({
  dataType: () => "xid8",
  fromDriver: (text) => BigInt(text),
  toDriver: (xid) => xid.toString(),
});

/** One row: up to where events were read for alerts. */
export const alertCursor = pgTable(
  "alert_cursor",
  {
    only: boolean("only").primaryKey().default(true),
    xid: xid8("xid").notNull(),
    id: bigint("id", { mode: "bigint" }).notNull(),
  },
  (table) => [check("alert_cursor_is_one_row", sql`${table.only}`)],
);

/** A way to tell an account of something, and of what. */
export const alertChannels = pgTable(
  "alert_channels",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    means: text("means", { enum: means }).notNull(),
    name: text("name").notNull(),
    kinds: text("kinds").array().$type<Kind[]>().notNull(),
    /** Events that a webhook tells as they are, whether or not they are of a kind. */
    topics: text("topics").array().$type<Topic[]>().notNull().default([]),
    /** What a webhook says of an event, in GraphQL; null for only what every webhook says. */
    selection: text("selection"),
    /** The user or the key that chose the selection, with whose rights it is read. */
    selectedBy: text("selected_by"),
    /** What may be shown of where it leads: a host, or an address of mail. */
    shown: text("shown").notNull(),
    /** Where it leads, and the secrets that it signs with: sealed. Null for the console itself. */
    sealed: text("sealed"),
    quiet: jsonb("quiet").$type<QuietHours>(),
    digest: text("digest", { enum: digests }),
    zone: text("zone").notNull(),
    perMinute: integer("per_minute").notNull(),
    pausedAt: instant("paused_at"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),

    // How sending goes: from when on it may send again, and how many tries failed one after the other.
    sendsFrom: instant("sends_from").notNull(),
    failures: integer("failures").notNull().default(0),
  },
  (table) => [
    index("alert_channels_of_account").on(table.accountId),
    uniqueIndex("alert_channels_one_bell")
      .on(table.accountId)
      .where(sql`${table.means} = 'in-app'`),
    check("alert_channels_send_something", sql`${table.perMinute} > 0`),
    check(
      "alert_channels_select_as_somebody",
      sql`(${table.selection} is null) = (${table.selectedBy} is null)`,
    ),
    check("alert_channels_lead_somewhere", sql`(${table.means} = 'in-app') = (${table.sealed} is null)`),
  ],
);

/** One try to deliver: when, how long it took, and what came of it. */
export interface Try {
  at: string;
  ms: number;
  said: string;
}

export const deliveryStates = ["waiting", "delivered", "given-up"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** That one event is to be told through one channel: its key keeps it from being told twice. */
export const alertDeliveries = pgTable(
  "alert_deliveries",
  {
    id: text("id").primaryKey(),
    channelId: text("channel_id")
      .notNull()
      .references(() => alertChannels.id, { onDelete: "cascade" }),
    accountId: text("account_id").notNull(),
    /** The number of the event; null for a test. */
    eventId: bigint("event_id", { mode: "bigint" }),
    /** With its number, the place of the event; null for a test, and for what was written before places were kept. */
    eventXid: xid8("event_xid"),
    kind: text("kind", { enum: kinds }),
    topic: text("topic").notNull(),
    subject: text("subject"),
    payload: jsonb("payload").notNull(),
    said: jsonb("said").$type<Said>().notNull(),
    /** What the channel's selection gave when it was first tried; each later try says the same. */
    selected: jsonb("selected").$type<Selected>(),
    happenedAt: instant("happened_at").notNull(),
    state: text("state", { enum: deliveryStates }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: instant("next_try_at").notNull(),
    /** Until then it is tried by itself. */
    triedUntil: instant("tried_until").notNull(),
    endedAt: instant("ended_at"),
    /** The latest tries, the oldest first. */
    tries: jsonb("tries").$type<Try[]>().notNull().default([]),
  },
  (table) => [
    uniqueIndex("alert_deliveries_once").on(table.channelId, table.eventId),
    index("alert_deliveries_due")
      .on(table.channelId, table.nextTryAt)
      .where(sql`${table.state} = 'waiting'`),
    index("alert_deliveries_of_account").on(table.accountId, table.id),
    index("alert_deliveries_of_channel").on(table.channelId, table.state, table.id),
    index("alert_deliveries_ended")
      .on(table.endedAt)
      .where(sql`${table.endedAt} is not null`),
  ],
);

/** Up to which notification somebody has seen an account's. */
export const notificationsSeen = pgTable(
  "notifications_seen",
  {
    userId: text("user_id").notNull(),
    accountId: text("account_id").notNull(),
    upTo: text("up_to").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.accountId] })],
);
