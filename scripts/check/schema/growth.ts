import { CriticalityLevel, DiffRule, diff } from "@graphql-inspector/core";
import type { GraphQLSchema } from "graphql";

/** What a client of the released schema would lose without a deprecation that told it first. */
export async function breaksBetween(released: GraphQLSchema, current: GraphQLSchema): Promise<string[]> {
  const changes = await diff(released, current, [DiffRule.suppressRemovalOfDeprecatedField]);
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .map((change) => `${change.path ?? "schema"}: ${change.message}`);
}
