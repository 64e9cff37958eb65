import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { accountResolvers } from "./accounts/graphql/index.ts";
import { alertResolvers } from "./alerts/graphql/resolvers.ts";
import { budgetResolvers } from "./budgets/graphql/resolvers.ts";
import { calendarResolvers } from "./calendars/graphql/resolvers.ts";
import { creditResolvers } from "./credits/graphql/resolvers.ts";
import { forecastResolvers } from "./forecasts/graphql/resolvers.ts";
import { buildSchemaOf } from "./graphql/build.ts";
import { priceResolvers } from "./offers/graphql/price-history.ts";
import { watchResolvers } from "./offers/graphql/price-watches.ts";
import { offerResolvers } from "./offers/graphql/resolvers.ts";
import { reservationResolvers } from "./reservations/graphql/index.ts";
import { sandboxResolvers } from "./sandbox/graphql/resolvers.ts";
import { savingsResolvers } from "./savings/graphql/resolvers.ts";
import { fleetResolvers } from "./sessions/graphql/fleet.ts";
import { providerNameResolvers } from "./sessions/graphql/provider-names.ts";
import { sessionResolvers } from "./sessions/graphql/resolvers.ts";

/** Every resolver there is. */
export function buildSchema(): GraphQLSchema {
  return buildSchemaOf([
    ...accountResolvers,
    ...offerResolvers,
    ...priceResolvers,
    ...watchResolvers,
    ...creditResolvers,
    ...sessionResolvers,
    ...sandboxResolvers,
    ...fleetResolvers,
    ...providerNameResolvers,
    ...forecastResolvers,
    ...reservationResolvers,
    ...savingsResolvers,
    ...budgetResolvers,
    ...alertResolvers,
    ...calendarResolvers,
  ]);
}

/** The contract, as every other program reads it. */
export function printContract(): string {
  return `${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
}
