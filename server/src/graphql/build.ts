import { type GraphQLSchema, isUnionType } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { checkAccess } from "./access.ts";
import { onlyThroughTheHub } from "./feed.ts";
import { decisions } from "./refusals.ts";
import { DateTime } from "./scalars.ts";

export type ResolverClass = abstract new () => object;

export function buildSchemaOf(resolvers: readonly ResolverClass[]): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: resolvers as unknown as NonEmptyArray<NewableFunction>,
    authChecker: checkAccess,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Inputs are checked by the language's own types and by the verbs.
    validate: false,
    // type-graphql wants a source of events; only the hub runs subscriptions.
    pubSub: { publish: onlyThroughTheHub, subscribe: onlyThroughTheHub },
  });
  for (const [name, decide] of decisions) {
    const type = schema.getType(name);
    if (isUnionType(type)) type.resolveType = decide;
  }
  return schema;
}
