import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { providers } from "./tables.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

// The history of prices: what changed, offer by offer, kept for two weeks in a table of days; and
// what an hour cost, market by market, kept for two years in a table of months. How the one becomes
// the other is told in rules/price-basket.ts.

/** Partitioned by day. */
export const offerChanges = pgTable(
  "offer_changes",
  {
    at: instant("at").notNull(),
    id: bigint("id", { mode: "bigint" }).notNull().generatedAlwaysAsIdentity(),
    offerId: text("offer_id").notNull(),
    what: text("what", { enum: ["listed", "priced", "withdrawn"] }).notNull(),
    price: bigint("price", { mode: "bigint" }),
    // Which market the offer belongs to: said when it is listed, and not again while it stays.
    providerId: text("provider_id"),
    machineId: text("machine_id"),
    gpuModel: text("gpu_model"),
    gpuSocket: text("gpu_socket"),
    gpuCount: integer("gpu_count"),
    region: text("region"),
    kind: text("kind", { enum: ["on_demand", "interruptible"] }),
  },
  (table) => [
    primaryKey({ columns: [table.at, table.id] }),
    index("offer_changes_of_offer").on(table.offerId, table.at),
    check("offer_changes_have_a_price", sql`${table.what} = 'withdrawn' or ${table.price} > 0`),
    check(
      "offer_changes_say_the_market",
      sql`${table.what} <> 'listed' or (${table.providerId} is not null and ${table.machineId} is not null
        and ${table.gpuModel} is not null and ${table.gpuCount} is not null and ${table.region} is not null
        and ${table.kind} is not null)`,
    ),
  ],
);

/** In which hours a provider's list could be read: no other hour can be told of. */
export const listedHours = pgTable(
  "listed_hours",
  {
    hour: instant("hour").notNull(),
    providerId: text("provider_id")
      .notNull()
      .references(() => providers.id),
  },
  (table) => [primaryKey({ columns: [table.hour, table.providerId] })],
);

/** One row: up to which hour price points are made. */
export const priceClock = pgTable(
  "price_clock",
  {
    only: boolean("only").primaryKey().default(true),
    closedUpTo: instant("closed_up_to"),
  },
  (table) => [check("price_clock_is_one_row", sql`${table.only}`)],
);

/** What is remembered of each market from one hour to the next. */
export const priceBaskets = pgTable(
  "price_baskets",
  {
    providerId: text("provider_id")
      .notNull()
      .references(() => providers.id),
    gpuModel: text("gpu_model").notNull(),
    gpuSocket: text("gpu_socket"),
    kind: text("kind", { enum: ["on_demand", "interruptible"] }).notNull(),
    /** The offers that are listed at the end of the hour. */
    book: jsonb("book").notNull(),
    items: jsonb("items").notNull(),
  },
  (table) => [
    unique("price_baskets_one_per_market")
      .on(table.providerId, table.gpuModel, table.gpuSocket, table.kind)
      .nullsNotDistinct(),
  ],
);

export const priceKinds = ["on_demand", "interruptible", "rented", "available"] as const;

export const priceSeries = pgTable(
  "price_series",
  {
    number: integer("number").primaryKey().generatedAlwaysAsIdentity(),
    id: text("id").notNull().unique("price_series_id_is_one"),
    // Also of clouds that Berth does not speak to: history may be imported.
    providerId: text("provider_id").notNull(),
    gpuModel: text("gpu_model").notNull(),
    gpuSocket: text("gpu_socket"),
    /** Null is the provider's whole market. */
    region: text("region"),
    kind: text("kind", { enum: priceKinds }).notNull(),
  },
  (table) => [
    unique("price_series_are_one")
      .on(table.gpuModel, table.providerId, table.gpuSocket, table.region, table.kind)
      .nullsNotDistinct(),
  ],
);

/** Partitioned by month. */
export const pricePoints = pgTable(
  "price_points",
  {
    series: integer("series")
      .notNull()
      .references(() => priceSeries.number),
    hour: instant("hour").notNull(),
    low: bigint("low", { mode: "bigint" }).notNull(),
    median: bigint("median", { mode: "bigint" }).notNull(),
    high: bigint("high", { mode: "bigint" }).notNull(),
    count: integer("count").notNull(),
    /** Whether Berth saw it, the provider told it, or somebody imported it. */
    source: text("source", { enum: ["observed", "provider", "imported"] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.series, table.hour] }),
    check(
      "price_points_are_in_order",
      sql`0 < ${table.low} and ${table.low} <= ${table.median} and ${table.median} <= ${table.high}`,
    ),
    check("price_points_count_machines", sql`${table.count} >= 0`),
  ],
);

/** Files of history that somebody imported, and where they are from. */
export const priceImports = pgTable(
  "price_imports",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    source: text("source").notNull(),
    licence: text("licence").notNull(),
    sha256: text("sha256").notNull().unique("price_imports_content_is_one"),
    points: integer("points").notNull(),
    importedAt: instant("imported_at").notNull(),
  },
  (table) => [
    check("price_imports_say_where_from", sql`trim(${table.source}) <> '' and trim(${table.licence}) <> ''`),
  ],
);

/** Standing wishes to be told of a price. */
export const priceWatches = pgTable(
  "price_watches",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    gpuModel: text("gpu_model").notNull(),
    gpuSocket: text("gpu_socket"),
    gpuCount: integer("gpu_count").notNull(),
    kind: text("kind", { enum: ["on_demand", "interruptible"] }).notNull(),
    country: text("country"),
    pricePerGpuHour: bigint("price_per_gpu_hour", { mode: "bigint" }).notNull(),
    state: text("state", { enum: ["armed", "fired"] }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    firedAt: instant("fired_at"),
    firedPricePerGpuHour: bigint("fired_price_per_gpu_hour", { mode: "bigint" }),
    firedOfferId: text("fired_offer_id"),
  },
  (table) => [
    unique("price_watches_are_one")
      .on(
        table.accountId,
        table.gpuModel,
        table.gpuSocket,
        table.gpuCount,
        table.kind,
        table.country,
        table.pricePerGpuHour,
      )
      .nullsNotDistinct(),
    check("price_watches_have_a_price", sql`${table.pricePerGpuHour} > 0`),
    check("price_watches_fire_at_something", sql`${table.state} = 'armed' or ${table.firedAt} is not null`),
  ],
);
