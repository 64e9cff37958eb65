import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { reservationStates } from "../rules/lifecycle.ts";
import type { StoredLine } from "../rules/pricing.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const micros = (name: string) => bigint(name, { mode: "bigint" });
const smallints = customType<{ data: number[] }>({ dataType: () => "smallint[]" });

const onGrid = (column: unknown) => sql`extract(epoch from ${column})::bigint % 900 = 0`;

/** Capacity that may be promised ahead of time. */
export const pools = pgTable(
  "pools",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    gpuModel: text("gpu_model").notNull(),
    region: text("region").notNull(),
    gpus: integer("gpus").notNull(),
    /** What an hour of a GPU costs without a reservation; with a margin, the least that it costs. */
    pricePerGpuHour: micros("price_per_gpu_hour").notNull(),
    /** Over the median that is expected of the market, in hundredths of a percent; null for a fixed price. */
    marginBp: integer("margin_bp"),
    /** What an hour of a GPU costs in the market now, and is expected to cost; null while nobody knows. */
    marketPerGpuHour: micros("market_per_gpu_hour"),
    expectedPerGpuHour: micros("expected_per_gpu_hour"),
    backing: text("backing", { enum: ["bought-at-start", "committed"] }).notNull(),
    /** Where machines are rented from; empty for every provider that is connected. */
    providers: text("providers").array().notNull(),
    /** The computers that are committed to it, by their providers' ids; empty for any. */
    hosts: text("hosts").array().notNull(),
    /** The most that Berth pays for an hour of a GPU when it buys at the start. */
    buyCapPerGpuHour: micros("buy_cap_per_gpu_hour").notNull(),
    /** Machines are rented so long before the start. */
    leadMinutes: integer("lead_minutes").notNull(),
    /** Without a machine so long after the start, Berth gives up. */
    giveUpMinutes: integer("give_up_minutes").notNull(),
    horizonDays: integer("horizon_days").notNull(),
    /** Cancelling costs nothing until so long before the start, and then a share of the total. */
    freeCancelHours: integer("free_cancel_hours").notNull(),
    cancelShareBp: integer("cancel_share_bp").notNull(),
    /** What Berth keeps of what is handed back. */
    handBackShareBp: integer("hand_back_share_bp").notNull(),
    isOpen: boolean("is_open").notNull(),
    createdAt: instant("created_at").notNull(),
    /** From when on the number of its GPUs is as it is. */
    changedAt: instant("changed_at").notNull(),
  },
  (table) => [
    index("pools_of_gpu").on(table.gpuModel),
    check("pools_have_few_gpus", sql`${table.gpus} between 0 and 10000`),
    check("pools_cost_something", sql`${table.pricePerGpuHour} > 0 and ${table.buyCapPerGpuHour} > 0`),
    check(
      "pools_shares_are_shares",
      sql`${table.cancelShareBp} between 0 and 10000 and ${table.handBackShareBp} between 0 and 10000 and coalesce(${table.marginBp}, 0) between 0 and 100000`,
    ),
    check(
      "pools_times_are_times",
      sql`${table.leadMinutes} between 0 and 240 and ${table.giveUpMinutes} between 10 and 720 and ${table.horizonDays} between 1 and 365 and ${table.freeCancelHours} between 0 and 720`,
    ),
  ],
);

/** How prices of a pool differ from its base, beside the discount for long reservations. */
export const poolRules = pgTable(
  "pool_rules",
  {
    id: text("id").primaryKey(),
    poolId: text("pool_id")
      .notNull()
      .references(() => pools.id),
    label: text("label").notNull(),
    /** In hundredths of a percent of the base; a discount is below zero. */
    shareBp: integer("share_bp").notNull(),
    minGpus: integer("min_gpus").notNull(),
    minHours: integer("min_hours").notNull(),
    minDaysAhead: integer("min_days_ahead").notNull(),
  },
  (table) => [
    index("pool_rules_of_pool").on(table.poolId),
    // More hours, more GPUs or an earlier booking never make an hour dearer.
    check(
      "pool_rules_reward_more",
      sql`${table.shareBp} between -5000 and 5000 and (${table.shareBp} <= 0 or (${table.minGpus} <= 1 and ${table.minHours} = 0 and ${table.minDaysAhead} = 0))`,
    ),
  ],
);

/** How many GPUs of a pool nobody was promised, for every quarter of a day in UTC. */
export const poolDays = pgTable(
  "pool_days",
  {
    poolId: text("pool_id")
      .notNull()
      .references(() => pools.id),
    day: date("day").notNull(),
    free: smallints("free").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.poolId, table.day] }),
    check("pool_days_have_96_quarters", sql`array_length(${table.free}, 1) = 96`),
    check("pool_days_never_oversold", sql`0 <= all(${table.free})`),
  ],
);

/** Times in which a pool has fewer GPUs, or takes no new bookings. */
export const poolClosures = pgTable(
  "pool_closures",
  {
    id: text("id").primaryKey(),
    poolId: text("pool_id")
      .notNull()
      .references(() => pools.id),
    kind: text("kind", { enum: ["maintenance", "blackout"] }).notNull(),
    /** Of maintenance: how many are away. A blackout takes none from those who have them. */
    gpus: integer("gpus").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    reason: text("reason").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    index("pool_closures_of_pool").on(table.poolId, table.endsAt),
    check(
      "pool_closures_are_windows",
      sql`${table.startsAt} < ${table.endsAt} and ${onGrid(table.startsAt)} and ${onGrid(table.endsAt)}`,
    ),
    check(
      "pool_closures_take_gpus",
      sql`(${table.kind} = 'maintenance') = (${table.gpus} > 0) and ${table.gpus} >= 0`,
    ),
  ],
);

/** A number of a pool's GPUs for a period, from the quote until it is over. */
export const reservations = pgTable(
  "reservations",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    poolId: text("pool_id")
      .notNull()
      .references(() => pools.id),
    state: text("state", { enum: reservationStates }).notNull(),
    stateSince: instant("state_since").notNull(),
    /** Of a quote: when its place is given to others. */
    heldUntil: instant("held_until"),
    consumer: text("consumer"),
    label: text("label"),
    /** The bookings of one rule have one. */
    seriesId: text("series_id"),

    /** As it was booked; what it has now is in its parts. */
    gpus: integer("gpus").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),

    // What was agreed.
    basePerGpuHour: micros("base_per_gpu_hour").notNull(),
    onDemandPerGpuHour: micros("on_demand_per_gpu_hour").notNull(),
    rules: jsonb("rules").$type<StoredLine[]>().notNull(),
    freeCancelUntil: instant("free_cancel_until").notNull(),
    cancelShareBp: integer("cancel_share_bp").notNull(),
    handBackShareBp: integer("hand_back_share_bp").notNull(),
    daysAhead: integer("days_ahead").notNull(),
    /** What is owed for its parts, and what was kept of parts that were handed back. */
    totalMicros: micros("total").notNull(),
    keptMicros: micros("kept").notNull(),

    // What came of it.
    holdId: text("hold_id"),
    chargedMicros: micros("charged").notNull(),
    refundedMicros: micros("refunded").notNull(),
    creditedMicros: micros("credited").notNull(),
    readyAt: instant("ready_at"),
    /** Since when it has had fewer GPUs ready than it should have. */
    shortSince: instant("short_since"),
    shortGpus: integer("short_gpus").notNull(),
    /** What is owed for lateness before that is settled up to here. */
    latenessPaidUntil: instant("lateness_paid_until"),
    /** What was counted of a lateness and is not paid for: GPUs that were missing times minutes, and until when. */
    owedGpuMinutes: integer("owed_gpu_minutes").notNull().default(0),
    owedUntil: instant("owed_until"),
    noticedMinutes: integer("noticed_minutes"),
    endedAt: instant("ended_at"),
    reason: text("reason"),
    /** The edition of the sums of savings that it is in; 0 for none. */
    savedIn: integer("saved_in").notNull().default(0),

    // What its machines are started with.
    image: text("image").notNull(),
    diskGb: integer("disk_gb").notNull(),
    publicKey: text("public_key"),
    /** Null where nothing is saved before they end. */
    saveMinutes: integer("save_minutes"),
    sealedSaving: text("sealed_saving"),
    /** Variables, start script and ports; null where it has none. */
    sealedSetUp: text("sealed_set_up"),
  },
  (table) => [
    index("reservations_of_account").on(table.accountId, table.startsAt, table.id),
    index("reservations_of_pool").on(table.poolId, table.startsAt),
    index("reservations_of_series").on(table.seriesId),
    index("reservations_to_lapse")
      .on(table.heldUntil)
      .where(sql`state = 'held'`),
    index("reservations_to_deliver")
      .on(table.startsAt)
      .where(sql`state in ('confirmed', 'active')`),
    index("reservations_of_account_not_saved")
      .on(table.accountId, table.savedIn)
      .where(sql`state in ('active', 'finished')`),
    index("reservations_to_save")
      .on(table.savedIn)
      .where(sql`state = 'finished'`),
    check(
      "reservations_are_windows",
      sql`${table.startsAt} < ${table.endsAt} and ${onGrid(table.startsAt)} and ${onGrid(table.endsAt)} and ${table.endsAt} - ${table.startsAt} <= interval '30 days'`,
    ),
    check("reservations_save_for_minutes", sql`${table.saveMinutes} between 1 and 30`),
    check("reservations_have_few_gpus", sql`${table.gpus} between 1 and 64`),
    check(
      "reservations_held_are_not_paid",
      sql`(${table.state} in ('held', 'lapsed')) = (${table.holdId} is null)`,
    ),
    check("reservations_held_run_out", sql`${table.state} <> 'held' or ${table.heldUntil} is not null`),
    check(
      "reservations_money_is_sound",
      sql`${table.totalMicros} >= 0 and ${table.chargedMicros} >= 0 and ${table.refundedMicros} between 0 and ${table.chargedMicros} and ${table.creditedMicros} >= 0`,
    ),
    check(
      "reservations_cost_nothing_before_ready",
      sql`${table.readyAt} is not null or ${table.state} = 'cancelled' or ${table.chargedMicros} = 0`,
    ),
  ],
);

/** How many GPUs a reservation has, when. What is here was taken from the pool's days, by the database. */
export const reservationParts = pgTable(
  "reservation_parts",
  {
    reservationId: text("reservation_id")
      .notNull()
      .references(() => reservations.id),
    poolId: text("pool_id").notNull(),
    gpus: integer("gpus").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reservationId, table.startsAt] }),
    index("reservation_parts_of_pool").on(table.poolId, table.startsAt),
    check(
      "reservation_parts_are_windows",
      sql`${table.startsAt} < ${table.endsAt} and ${onGrid(table.startsAt)} and ${onGrid(table.endsAt)} and ${table.gpus} between 1 and 64`,
    ),
  ],
);

/** What is wished for when it becomes free. */
export const reservationWaits = pgTable(
  "reservation_waits",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    state: text("state", { enum: ["waiting", "booked", "left", "lapsed"] }).notNull(),
    poolId: text("pool_id").references(() => pools.id),
    gpuModel: text("gpu_model"),
    region: text("region"),
    gpus: integer("gpus").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    /** At a higher price it is not booked. */
    mostTotal: micros("most_total").notNull(),
    label: text("label"),
    consumer: text("consumer"),
    image: text("image").notNull(),
    diskGb: integer("disk_gb").notNull(),
    publicKey: text("public_key"),
    saveMinutes: integer("save_minutes"),
    sealedSaving: text("sealed_saving"),
    /** Variables, start script and ports; null where it has none. */
    sealedSetUp: text("sealed_set_up"),
    reservationId: text("reservation_id").references(() => reservations.id),
    endedAt: instant("ended_at"),
  },
  (table) => [
    index("reservation_waits_of_account").on(table.accountId, table.createdAt),
    index("reservation_waits_waiting")
      .on(table.createdAt)
      .where(sql`state = 'waiting'`),
    check(
      "reservation_waits_booked_once",
      sql`(${table.state} = 'booked') = (${table.reservationId} is not null)`,
    ),
  ],
);

/** Which machines a reservation was given. */
export const reservationSessions = pgTable(
  "reservation_sessions",
  {
    sessionId: text("session_id").primaryKey(),
    reservationId: text("reservation_id")
      .notNull()
      .references(() => reservations.id),
    gpus: smallint("gpus").notNull(),
  },
  (table) => [index("reservation_sessions_of_reservation").on(table.reservationId)],
);
