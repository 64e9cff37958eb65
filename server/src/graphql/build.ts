import { type GraphQLSchema, isUnionType } from "graphql";
import { buildSchemaSync, getMetadataStorage, type NonEmptyArray } from "type-graphql";
import { checkAccess } from "./access.ts";
import { callDirectly } from "./direct-calls.ts";
import { onlyThroughTheHub } from "./feed.ts";
import { decisions } from "./refusals.ts";
import { DateTime } from "./scalars.ts";

export type ResolverClass = abstract new () => object;

export function buildSchemaOf(resolvers: readonly ResolverClass[]): GraphQLSchema {
  leavePlainFieldsPlain();
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
  callDirectly(schema, new Set<unknown>(resolvers));
  return schema;
}

// type-graphql makes a function of every field, also of those that only hand over what is there, and
// those calls were most of what a page of offers cost. Without one the executor reads the property.
function leavePlainFieldsPlain(): void {
  for (const field of getMetadataStorage().fields) {
    const isPlain = field.name === field.schemaName && !field.roles && !field.middlewares?.length;
    if (isPlain) field.simple ??= true;
  }
}
