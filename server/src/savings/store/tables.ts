import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { clouds, pricings } from "../rules/clouds.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const micros = (name: string) => bigint(name, { mode: "bigint" });
const list = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(", "));

/** What a large cloud asks for a machine, from when until when, and where that can be read. */
export const referencePrices = pgTable(
  "reference_prices",
  {
    cloud: text("cloud", { enum: clouds }).notNull(),
    sku: text("sku").notNull(),
    region: text("region").notNull(),
    pricing: text("pricing", { enum: pricings }).notNull(),
    gpuModel: text("gpu_model").notNull(),
    gpuSocket: text("gpu_socket").notNull(),
    vramGb: doublePrecision("vram_gb").notNull(),
    gpusInNode: integer("gpus_in_node").notNull(),
    pricePerNodeHour: micros("price_per_node_hour").notNull(),
    pricePerGpuHour: micros("price_per_gpu_hour").notNull(),
    from: instant("effective_from").notNull(),
    /** Null while it holds. */
    until: instant("effective_until"),
    source: text("source").notNull(),
    readOn: date("read_on", { mode: "string" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.cloud, table.sku, table.region, table.pricing, table.from] }),
    check("reference_prices_cloud_is_known", sql`${table.cloud} in (${list(clouds)})`),
    check("reference_prices_pricing_is_known", sql`${table.pricing} in (${list(pricings)})`),
    check(
      "reference_prices_are_prices",
      sql`${table.pricePerNodeHour} > 0 and ${table.gpusInNode} > 0 and ${table.vramGb} > 0`,
    ),
    // A node's price taken for one GPU's is eight times too much.
    check(
      "reference_prices_are_of_one_gpu",
      sql`abs(${table.pricePerGpuHour} * ${table.gpusInNode} - ${table.pricePerNodeHour}) * 2 <= ${table.gpusInNode}`,
    ),
    check("reference_prices_go_forward", sql`${table.until} > ${table.from}`),
  ],
);

/**
 * What sessions that are over cost and would have cost, by day. The sums of an edition are of the prices and rules of one
 * time: where those change, another edition begins, and each session is added up again.
 */
export const savingsDays = pgTable(
  "savings_days",
  {
    edition: integer("edition").notNull(),
    accountId: text("account_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    consumer: text("consumer"),
    providerId: text("provider_id").notNull(),
    gpuModel: text("gpu_model").notNull(),
    gpuSocket: text("gpu_socket"),
    vramGb: doublePrecision("vram_gb").notNull(),
    kind: text("kind", { enum: ["on_demand", "interruptible"] }).notNull(),
    /** How many sessions began to cost in it, and how many went on from the day before. */
    begun: integer("begun").notNull(),
    carried: integer("carried").notNull(),
    /** When the earliest of them began. */
    firstAt: instant("first_at").notNull(),
    paid: micros("paid").notNull(),
    gpuMs: micros("gpu_ms").notNull(),
    awsCompared: micros("aws_compared").notNull(),
    awsReference: micros("aws_reference").notNull(),
    awsTiming: micros("aws_timing").notNull(),
    awsDiscount: micros("aws_discount")
      .notNull()
      .default(sql`0`),
    gcpCompared: micros("gcp_compared").notNull(),
    gcpReference: micros("gcp_reference").notNull(),
    gcpTiming: micros("gcp_timing").notNull(),
    gcpDiscount: micros("gcp_discount")
      .notNull()
      .default(sql`0`),
    azureCompared: micros("azure_compared").notNull(),
    azureReference: micros("azure_reference").notNull(),
    azureTiming: micros("azure_timing").notNull(),
    azureDiscount: micros("azure_discount")
      .notNull()
      .default(sql`0`),
  },
  (table) => [
    unique("savings_days_once")
      .on(
        table.accountId,
        table.edition,
        table.day,
        table.consumer,
        table.providerId,
        table.gpuModel,
        table.gpuSocket,
        table.vramGb,
        table.kind,
      )
      .nullsNotDistinct(),
    index("savings_days_by_edition").on(table.edition),
  ],
);

/** Which edition is at hand. The database begins another by itself where a price changes (a trigger of the migration). */
export const savingsEdition = pgTable(
  "savings_edition",
  {
    only: boolean("only").primaryKey().default(true),
    edition: integer("edition").notNull(),
    /** Of the rules that it is made by. */
    rules: integer("rules").notNull(),
  },
  (table) => [check("savings_edition_is_one_row", sql`${table.only}`)],
);

/** An address at which a screen on a wall reads what is saved. Gone is revoked: nothing is left of it. */
export const wallLinks = pgTable(
  "wall_links",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    name: text("name").notNull(),
    cloud: text("cloud", { enum: clouds }).notNull(),
    tokenHash: text("token_hash").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    /** To the minute. */
    readAt: instant("read_at"),
  },
  (table) => [index("wall_links_of_account").on(table.accountId, table.createdAt)],
);
