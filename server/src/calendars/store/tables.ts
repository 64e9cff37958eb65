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
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { byHands } from "../rules/by-hand.ts";
import { computeBys } from "../rules/compute.ts";
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

export const connectionStates = ["connected", "reconnect"] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** A stretch of somebody's own calendar, and what stands there where that is theirs to show. */
export interface OwnEvent {
  id: string;
  title: string;
  startsAt: string;
  endsAt: string;
}

/** Somebody's Google Calendar, into which an account's bookings are mirrored. */
export const calendarConnections = pgTable(
  "calendar_connections",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    userId: text("user_id").notNull(),
    state: text("state", { enum: connectionStates }).notNull(),
    connectedAt: instant("connected_at").notNull(),
    /** What was allowed. */
    scopes: text("scopes").array().notNull(),
    /** Sealed, and bound to this row. */
    sealedRefresh: text("sealed_refresh").notNull(),
    sealedAccess: text("sealed_access"),
    accessUntil: instant("access_until"),
    zone: text("zone").notNull(),

    // What is wished for.
    mirrors: text("mirrors", { enum: ["account", "own"] }).notNull(),
    byHand: text("by_hand", { enum: byHands }).notNull(),
    avoidsMeetings: boolean("avoids_meetings").notNull().default(false),
    avoidsNights: boolean("avoids_nights").notNull().default(false),
    computeBy: text("compute_by", { enum: computeBys }),
    computeText: text("compute_text"),
    computeGpu: text("compute_gpu"),
    computeGpuCount: integer("compute_gpu_count"),
    windowsGpu: text("windows_gpu"),
    windowsGpuCount: integer("windows_gpu_count"),
    windowsHours: integer("windows_hours"),

    // What is known of the other side.
    calendarId: text("calendar_id"),
    syncToken: text("sync_token"),
    busy: jsonb("busy").$type<{ startsAt: string; endsAt: string }[]>().notNull().default([]),
    computeEvents: jsonb("compute_events").$type<OwnEvent[]>().notNull().default([]),
    overlaysAt: instant("overlays_at"),
    windowsAt: instant("windows_at"),

    // The channel through which Google tells of changes; it names it with a secret, of which the hash is kept.
    channelId: text("channel_id").unique("calendar_connections_channel_is_one"),
    channelTokenHash: text("channel_token_hash"),
    channelResource: text("channel_resource"),
    channelUntil: instant("channel_until"),
    channelTriedAt: instant("channel_tried_at"),

    // How it goes.
    dueAt: instant("due_at").notNull(),
    /** Until then one process works on it. */
    leaseUntil: instant("lease_until"),
    failures: integer("failures").notNull().default(0),
    problem: text("problem"),
    syncedAt: instant("synced_at"),
  },
  (table) => [
    unique("calendar_connections_one_of_a_person").on(table.userId, table.accountId),
    index("calendar_connections_of_account").on(table.accountId),
    index("calendar_connections_due")
      .on(table.dueAt)
      .where(sql`state = 'connected'`),
    check(
      "calendar_connections_compute_is_whole",
      sql`(${table.computeBy} is null) = (${table.computeText} is null) and (${table.computeBy} is null) = (${table.computeGpu} is null) and (${table.computeBy} is null) = (${table.computeGpuCount} is null)`,
    ),
    check(
      "calendar_connections_channel_is_whole",
      sql`num_nulls(${table.channelId}, ${table.channelTokenHash}, ${table.channelResource}, ${table.channelUntil}) in (0, 4)`,
    ),
    check(
      "calendar_connections_windows_are_whole",
      sql`(${table.windowsGpu} is null) = (${table.windowsHours} is null) and (${table.windowsGpu} is null) = (${table.windowsGpuCount} is null)`,
    ),
  ],
);

/** Somebody on the way to Google and back. What comes back is taken once. */
export const calendarTrips = pgTable(
  "calendar_trips",
  {
    /** SHA-256 of the state that was sent along. */
    stateHash: text("state_hash").primaryKey(),
    accountId: text("account_id").notNull(),
    userId: text("user_id").notNull(),
    /** It is theirs in the session in which they left, and in no other. */
    signInId: text("sign_in_id").notNull(),
    sealedVerifier: text("sealed_verifier").notNull(),
    zone: text("zone").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [index("calendar_trips_by_expiry").on(table.expiresAt)],
);

/** What is to stand in a connected calendar, and what does. */
export const calendarMirrors = pgTable(
  "calendar_mirrors",
  {
    connectionId: text("connection_id")
      .notNull()
      .references(() => calendarConnections.id, { onDelete: "cascade" }),
    subject: text("subject").notNull(),
    eventId: text("event_id").notNull(),
    /** What Google called what was written last; null where nothing stands there. */
    etag: text("etag"),
    /** Counted up by each change here; what was written is of an earlier one while it is lower. */
    version: integer("version").notNull().default(1),
    writtenVersion: integer("written_version").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.subject] }),
    index("calendar_mirrors_by_event").on(table.connectionId, table.eventId),
    index("calendar_mirrors_to_write")
      .on(table.connectionId)
      .where(sql`written_version < version`),
  ],
);

/** What somebody did to an event by hand, and is asked about. */
export const calendarProposals = pgTable(
  "calendar_proposals",
  {
    id: text("id").primaryKey(),
    connectionId: text("connection_id")
      .notNull()
      .references(() => calendarConnections.id, { onDelete: "cascade" }),
    reservationId: text("reservation_id").notNull(),
    kind: text("kind", { enum: ["move", "cancel"] }).notNull(),
    startsAt: instant("starts_at"),
    endsAt: instant("ends_at"),
    createdAt: instant("created_at").notNull(),
    closedAt: instant("closed_at"),
  },
  (table) => [
    uniqueIndex("calendar_proposals_one_open")
      .on(table.connectionId, table.reservationId)
      .where(sql`closed_at is null`),
    check(
      "calendar_proposals_move_somewhere",
      sql`(${table.kind} = 'move') = (${table.startsAt} is not null and ${table.endsAt} is not null)`,
    ),
  ],
);
