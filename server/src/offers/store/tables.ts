import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bases } from "../rules/availability.ts";
import { heldOfferStates } from "../rules/held-offer.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const providers = pgTable("providers", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  connected: boolean("connected").notNull(),
  lastListedAt: instant("last_listed_at"),
  lastErrorAt: instant("last_error_at"),
  lastError: text("last_error"),
});

export const offers = pgTable(
  "offers",
  {
    id: text("id").primaryKey(),
    providerId: text("provider_id")
      .notNull()
      .references(() => providers.id),
    externalId: text("external_id").notNull(),
    machineId: text("machine_id").notNull(),
    kind: text("kind", { enum: ["on_demand", "interruptible"] }).notNull(),
    gpuModel: text("gpu_model").notNull(),
    gpuSocket: text("gpu_socket"),
    gpuRawName: text("gpu_raw_name").notNull(),
    gpuCount: integer("gpu_count").notNull(),
    vramGb: doublePrecision("vram_gb").notNull(),
    pricePerGpuHour: bigint("price_per_gpu_hour", { mode: "bigint" }).notNull(),
    pricePerHour: bigint("price_per_hour", { mode: "bigint" }).notNull(),
    previousPricePerGpuHour: bigint("previous_price_per_gpu_hour", { mode: "bigint" }),
    // What of it is for vCPUs and for RAM, where the provider charges them apart.
    vcpuPricePerHour: bigint("vcpu_price_per_hour", { mode: "bigint" })
      .notNull()
      .default(sql`0`),
    ramPricePerHour: bigint("ram_price_per_hour", { mode: "bigint" })
      .notNull()
      .default(sql`0`),
    diskPricePerGbMonth: bigint("disk_price_per_gb_month", { mode: "bigint" }).notNull(),
    chargedDiskGbMin: integer("charged_disk_gb_min").notNull().default(0),
    trafficUpPerGb: bigint("traffic_up_per_gb", { mode: "bigint" }),
    trafficDownPerGb: bigint("traffic_down_per_gb", { mode: "bigint" }),
    vcpus: integer("vcpus").notNull(),
    ramGb: doublePrecision("ram_gb").notNull(),
    diskGb: doublePrecision("disk_gb").notNull(),
    region: text("region").notNull(),
    country: text("country"),
    reliability: doublePrecision("reliability"),
    cudaVersion: text("cuda_version"),
    networkDownMbps: doublePrecision("network_down_mbps"),
    networkUpMbps: doublePrecision("network_up_mbps"),
    datacenter: boolean("datacenter").notNull(),
    verified: boolean("verified").notNull(),
    maxDurationHours: doublePrecision("max_duration_hours"),
    state: text("state", { enum: ["listed", "withdrawn"] }).notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    // For an offer that the last good list did not show: when it was shown last. One that it did
    // show was seen when that list was read, which is written once, at the provider.
    observedAt: instant("observed_at").notNull(),
    priceChangedAt: instant("price_changed_at").notNull(),
    /** Good lists in a row that did not show it. */
    missed: integer("missed").notNull().default(0),
    /** How likely a launch is to work; null where none was tried. */
    availability: doublePrecision("availability"),
    availabilitySamples: integer("availability_samples").notNull().default(0),
    availabilityBasis: text("availability_basis", { enum: bases }),
    suppressedUntil: instant("suppressed_until"),
  },
  (table) => [
    uniqueIndex("offers_one_per_ask_and_kind").on(table.providerId, table.externalId, table.kind),
    index("offers_listed_by_price")
      .on(table.pricePerGpuHour, table.id)
      .where(sql`state = 'listed'`),
    index("offers_listed_by_model")
      .on(table.gpuModel, table.pricePerGpuHour, table.id)
      .where(sql`state = 'listed'`),
    check("offers_prices_are_positive", sql`${table.pricePerGpuHour} > 0 and ${table.pricePerHour} > 0`),
    check("offers_count_is_positive", sql`${table.gpuCount} > 0`),
  ],
);

/** How each launch ended, for telling how likely the next is to work. */
export const launches = pgTable(
  "launches",
  {
    launchId: text("launch_id").primaryKey(),
    at: instant("at").notNull(),
    providerId: text("provider_id")
      .notNull()
      .references(() => providers.id),
    machineId: text("machine_id").notNull(),
    gpuModel: text("gpu_model").notNull(),
    worked: boolean("worked").notNull(),
  },
  (table) => [
    index("launches_by_time").on(table.at),
    index("launches_of_provider").on(table.providerId, table.at),
  ],
);

/** Offers whose price an account has frozen for some minutes. */
export const heldOffers = pgTable(
  "held_offers",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    offerId: text("offer_id")
      .notNull()
      .references(() => offers.id),
    // SHA-256 of the token, which is shown once.
    tokenHash: text("token_hash").notNull().unique("held_offers_token_is_one"),
    pricePerHour: bigint("price_per_hour", { mode: "bigint" }).notNull(),
    diskPricePerGbMonth: bigint("disk_price_per_gb_month", { mode: "bigint" }).notNull(),
    state: text("state", { enum: heldOfferStates }).notNull(),
    heldAt: instant("held_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (table) => [
    index("held_offers_live_of_account")
      .on(table.accountId, table.expiresAt)
      .where(sql`state = 'live'`),
    index("held_offers_to_expire")
      .on(table.expiresAt)
      .where(sql`state = 'live'`),
    check("held_offers_state_is_known", sql`${table.state} in ('live', 'taken', 'released', 'expired')`),
    check("held_offers_end_once", sql`(${table.state} = 'live') = (${table.endedAt} is null)`),
  ],
);

/** One number that grows with every change of the market that a reader could see. */
export const marketRevision = pgTable(
  "market_revision",
  {
    only: boolean("only").primaryKey().default(true),
    revision: bigint("revision", { mode: "bigint" }).notNull(),
  },
  (table) => [check("market_revision_is_one_row", sql`${table.only}`)],
);
