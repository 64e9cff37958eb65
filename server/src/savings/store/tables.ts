import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
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
