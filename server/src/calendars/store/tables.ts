import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { feedScopes } from "../rules/feed.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const xid8 = customType<{ data: bigint; driverData: string }>({
  dataType: () => "xid8",
  fromDriver: (text) => BigInt(text),
  toDriver: (xid) => xid.toString(),
});

/** One row: up to where events were read for calendars. */
export const calendarCursor = pgTable(
  "calendar_cursor",
  {
    only: boolean("only").primaryKey().default(true),
    xid: xid8("xid").notNull(),
    id: bigint("id", { mode: "bigint" }).notNull(),
  },
  (table) => [check("calendar_cursor_is_one_row", sql`${table.only}`)],
);

/** A secret address at which calendar programs read. One that is taken back is deleted. */
export const calendarFeeds = pgTable(
  "calendar_feeds",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    userId: text("user_id").notNull(),
    name: text("name").notNull(),
    scope: text("scope", { enum: feedScopes }).notNull(),
    poolId: text("pool_id"),
    /** SHA-256 of what its address ends in. */
    tokenHash: text("token_hash").notNull().unique("calendar_feeds_token_is_one"),
    zone: text("zone").notNull(),
    /** Of which machine its cheapest windows are shown; null for none. */
    windowsGpu: text("windows_gpu"),
    windowsGpuCount: integer("windows_gpu_count"),
    windowsHours: integer("windows_hours"),
    createdAt: instant("created_at").notNull(),
    rotatedAt: instant("rotated_at"),
    lastReadAt: instant("last_read_at"),
  },
  (table) => [
    index("calendar_feeds_of_user").on(table.userId, table.accountId, table.createdAt),
    check("calendar_feeds_of_a_pool", sql`(${table.scope} = 'pool') = (${table.poolId} is not null)`),
    check(
      "calendar_feeds_windows_are_whole",
      sql`(${table.windowsGpu} is null) = (${table.windowsHours} is null) and (${table.windowsGpu} is null) = (${table.windowsGpuCount} is null)`,
    ),
  ],
);

/** How somebody wants an account's calendar told. */
export const calendarSettings = pgTable(
  "calendar_settings",
  {
    userId: text("user_id").notNull(),
    accountId: text("account_id").notNull(),
    zone: text("zone").notNull(),
    /** Whether each booking of theirs is confirmed by a letter that brings it into their calendar. */
    confirms: boolean("confirms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.accountId] })],
);
