import {
  type DocumentNode,
  execute as interpret,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Config } from "../platform/config.ts";

export interface Execution {
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables: Readonly<Record<string, unknown>>;
  context: unknown;
  root?: unknown;
}

export type Execute = (execution: Execution) => Promise<ExecutionResult>;

/**
 * Documents that come again are compiled to functions, which run several times faster than the
 * reference interpreter. What cannot be compiled is interpreted. The two differ in nothing that a
 * client may rely on; where an operation has many errors, their order may differ.
 */
export function makeExecutor(schema: GraphQLSchema, kind: Config["EXECUTOR"]): Execute {
  const compiled = new WeakMap<DocumentNode, Map<string, CompiledQuery | null>>();

  function compile(document: DocumentNode, operationName: string): CompiledQuery | null {
    let operations = compiled.get(document);
    if (!operations) compiled.set(document, (operations = new Map()));
    let found = operations.get(operationName);
    if (found === undefined) {
      const result = compileQuery(schema, document, operationName || undefined, { customJSONSerializer: false });
      found = isCompiledQuery(result) ? (result as CompiledQuery) : null;
      operations.set(operationName, found);
    }
    return found;
  }

  return async ({ document, operationName, variables, context, root }) => {
    const query = kind === "compiled" ? compile(document, operationName ?? "") : null;
    if (!query) {
      return interpret({
        schema,
        document,
        operationName,
        variableValues: variables,
        contextValue: context,
        rootValue: root,
      }) as Promise<ExecutionResult>;
    }
    const result = await query.query(root, context, variables);
    return result.errors ? { ...result, errors: result.errors.map(asGraphQLError) } : result;
  };
}

function asGraphQLError(error: unknown): GraphQLError {
  // The compiler's own class passes for GraphQLError and still has no `extensions`.
  if (error instanceof GraphQLError && error.extensions) return error;
  const given = error as Partial<GraphQLError> & { message: string };
  const original = given.originalError ?? undefined;
  return new GraphQLError(given.message, {
    ...(given.nodes && { nodes: given.nodes }),
    ...(given.path && { path: given.path }),
    ...(original && { originalError: original }),
    extensions: { ...(original instanceof GraphQLError ? original.extensions : {}), ...given.extensions },
  });
}
