import { readFileSync } from "node:fs";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import DataLoader from "dataloader";
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import { bigint, boolean, doublePrecision, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import { openRivalDatabase, toDollars } from "./sql.ts";

// The same schema on Apollo Server as its documentation sets one up: the standalone server, every
// setting as it comes, the query builder, and a DataLoader for what is nested.

const providers = pgTable("providers", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  lastListedAt: timestamp("last_listed_at", { withTimezone: true, mode: "date" }),
});
const offers = pgTable("offers", {
  id: text("id").primaryKey(),
  providerId: text("provider_id").notNull(),
  kind: text("kind").notNull(),
  gpuCount: integer("gpu_count").notNull(),
  pricePerGpuHour: bigint("price_per_gpu_hour", { mode: "bigint" }).notNull(),
  pricePerHour: bigint("price_per_hour", { mode: "bigint" }).notNull(),
  vcpus: integer("vcpus").notNull(),
  ramGb: doublePrecision("ram_gb").notNull(),
  region: text("region").notNull(),
  reliability: doublePrecision("reliability"),
  verified: boolean("verified").notNull(),
  state: text("state").notNull(),
});
type Offer = typeof offers.$inferSelect;
type Provider = typeof providers.$inferSelect;

const db = drizzle(openRivalDatabase());

type Context = { providers: DataLoader<string, Provider | undefined> };
type Asked = { first: number; filter: { pricePerGpuHourMax: string } };

const resolvers = {
  Query: {
    offers: async (_: unknown, { first, filter }: Asked) => {
      const most = BigInt(filter.pricePerGpuHourMax.replace(".", ""));
      const nodes = await db
        .select()
        .from(offers)
        .where(and(eq(offers.state, "listed"), lte(offers.pricePerGpuHour, most)))
        .orderBy(asc(offers.pricePerGpuHour), asc(offers.id))
        .limit(first);
      return { nodes };
    },
  },
  Offer: {
    kind: (offer: Offer) => offer.kind.toUpperCase(),
    pricePerGpuHour: (offer: Offer) => toDollars(String(offer.pricePerGpuHour)),
    pricePerHour: (offer: Offer) => toDollars(String(offer.pricePerHour)),
    provider: (offer: Offer, _: unknown, context: Context) => context.providers.load(offer.providerId),
  },
  Provider: {
    lastListedAt: (provider: Provider) => provider.lastListedAt?.toISOString() ?? null,
  },
};

async function readProviders(ids: readonly string[]): Promise<(Provider | undefined)[]> {
  const rows = await db
    .select()
    .from(providers)
    .where(inArray(providers.id, [...ids]));
  return ids.map((id) => rows.find((row) => row.id === id));
}

const typeDefs = readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8");
await startStandaloneServer(new ApolloServer<Context>({ typeDefs, resolvers }), {
  listen: { port: Number(process.env["PORT"]), host: "127.0.0.1" },
  context: async () => ({ providers: new DataLoader(readProviders) }),
});
