import { GraphQLError, type GraphQLSchema } from "graphql";
import { getArgumentValues, getVariableValues } from "graphql/execution/values.js";
import { refuseUnlessAllowed } from "../graphql/access.ts";
import type { Actor } from "../values/actor.ts";
import type { Prepared } from "./documents.ts";
import { brief, limits } from "./shape-limits.ts";

/** The arguments of what is subscribed to, if this actor may; throws the error that says why not. */
export function readSubscription(
  schema: GraphQLSchema,
  prepared: Prepared,
  variables: Readonly<Record<string, unknown>>,
  actor: Actor,
): { args: Record<string, unknown> } | { errors: readonly GraphQLError[] } {
  const { coerced, errors } = getVariableValues(
    schema,
    prepared.operation.variableDefinitions ?? [],
    variables,
    { maxErrors: limits.errors },
  );
  if (errors) {
    const extensions = { code: "BAD_USER_INPUT" };
    return { errors: errors.map(({ message }) => new GraphQLError(brief(message), { extensions })) };
  }
  const { subscription } = prepared;
  if (!subscription) return { errors: [] };
  for (const action of prepared.actions) refuseUnlessAllowed({ actor }, action);
  return { args: getArgumentValues(subscription.field, subscription.node, coerced) };
}
