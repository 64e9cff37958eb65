import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { accountResolvers } from "./accounts/graphql/index.ts";
import { checkAccess } from "./graphql/access.ts";
import { DateTime } from "./graphql/scalars.ts";
import { offerResolvers } from "./offers/graphql/resolvers.ts";

type ResolverClass = new () => object;

/** Every resolver there is. */
const resolvers: readonly ResolverClass[] = [...accountResolvers, ...offerResolvers];

export function buildSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: resolvers as NonEmptyArray<ResolverClass>,
    authChecker: checkAccess,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: false,
  });
}

/** The contract, as every other program reads it. */
export function printContract(): string {
  return `${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
}
