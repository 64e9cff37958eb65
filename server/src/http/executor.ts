import {
  type DocumentNode,
  execute as interpret,
  type ExecutionResult,
  getNamedType,
  GraphQLError,
  type GraphQLInputObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  isInputObjectType,
  isNonNullType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type TypeNode,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromASTUntyped,
  visit,
} from "graphql";
import { getVariableValues } from "graphql/execution/values.js";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Config } from "../platform/config.ts";
import { limits } from "./shape-limits.ts";

export interface Execution {
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables: Readonly<Record<string, unknown>>;
  context: unknown;
  root?: unknown;
}

export type Execute = (execution: Execution) => Promise<ExecutionResult>;

/**
 * Documents are compiled to functions, which run several times faster than the reference
 * interpreter; what cannot be compiled, or would give another answer, is interpreted. What is left
 * to tell them apart: the order of errors where an operation has many, and that the compiler does
 * not wait for a promise of a union's or interface's type, so graphql/build.ts leaves it none.
 */
export function makeExecutor(schema: GraphQLSchema, kind: Config["EXECUTOR"]): Execute {
  const compiled = new WeakMap<DocumentNode, Map<string, Compiled | null>>();
  const odd = oddInputs(schema);
  const compilersSchema = withCoerced(schema);

  function compile(document: DocumentNode, operationName: string): Compiled | null {
    let operations = compiled.get(document);
    if (!operations) {
      operations = new Map();
      compiled.set(document, operations);
    }
    let found = operations.get(operationName);
    if (found === undefined) {
      const defaults: Record<string, unknown> = {};
      const coerced: VariableDefinitionNode[] = [];
      const bare = takeVariables(document, operationName, odd, defaults, coerced);
      const options = { customJSONSerializer: false };
      const result = compileQuery(compilersSchema, bare, operationName || undefined, options);
      found = isCompiledQuery(result)
        ? { query: result, defaults, coerced, needed: variablesInLiterals(document) }
        : null;
      operations.set(operationName, found);
    }
    return found;
  }

  return async ({ document, operationName, variables, context, root }) => {
    const ready = kind === "compiled" ? compile(document, operationName ?? "") : null;
    const given = ready && { ...ready.defaults, ...variables };
    if (!given || ready.needed.some((name) => given[name] == null)) {
      return interpret({
        schema,
        document,
        // One that is named with an empty text is not named.
        operationName: operationName || undefined,
        variableValues: variables,
        contextValue: context,
        rootValue: root,
        options: { maxCoercionErrors: limits.errors },
      });
    }
    if (!coerce(schema, ready.coerced, variables, given))
      return { errors: errorsOfVariables(schema, document, operationName, variables) };
    const result = await ready.query.query(root, context, given);
    if (!result.errors) return result;
    if (result.data === undefined) {
      // Variables that do not fit are told of in the interpreter's words, which say more.
      const errors = errorsOfVariables(schema, document, operationName, variables);
      if (errors.length > 0) return { errors };
    }
    return { ...result, errors: result.errors.map(asGraphQLError) };
  };
}

interface Compiled {
  query: CompiledQuery;
  defaults: Readonly<Record<string, unknown>>;
  /** Variables whose values the language's own reader reads, and hands to the compiler's as they are to be. */
  coerced: readonly VariableDefinitionNode[];
  /** Variables without which it would give another answer. */
  needed: readonly string[];
}

/**
 * The compiler refuses a variable that must not be null even where it has a default, and cannot hold
 * a default that is no JSON. So defaults are taken out of the document and given with the variables.
 * Those of a type that it does not read as the language does become of a type that is read as it stands.
 */
function takeVariables(
  document: DocumentNode,
  operationName: string,
  odd: ReadonlySet<string>,
  defaults: Record<string, unknown>,
  coerced: VariableDefinitionNode[],
): DocumentNode {
  return visit(document, {
    OperationDefinition: (node) => (isMeant(node, operationName) ? undefined : false),
    VariableDefinition(node) {
      if (odd.has(nameOf(node.type))) {
        coerced.push(node);
        return { kind: Kind.VARIABLE_DEFINITION, variable: node.variable, type: COERCED_TYPE };
      }
      const { defaultValue, ...rest } = node;
      if (!defaultValue) return undefined;
      defaults[node.variable.name.value] = valueFromASTUntyped(defaultValue);
      return rest;
    },
  });
}

function isMeant({ name }: OperationDefinitionNode, operationName: string | null | undefined): boolean {
  return !operationName || name?.value === operationName;
}

function nameOf(type: TypeNode): string {
  let named = type;
  while (named.kind !== Kind.NAMED_TYPE) named = named.type;
  return named.name.value;
}

const COERCED = "CoercedAlready";
const COERCED_TYPE: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED } };

/** The schema as the compiler is to see it: with one type more, which no document can ask for. */
function withCoerced(schema: GraphQLSchema): GraphQLSchema {
  const coerced = new GraphQLScalarType({ name: COERCED });
  const getType: GraphQLSchema["getType"] = (name) => (name === COERCED ? coerced : schema.getType(name));
  return Object.create(schema, { getType: { value: getType } }) as GraphQLSchema;
}

/** Puts what the language makes of these variables in their place; false where one does not fit. */
function coerce(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
  given: Record<string, unknown>,
): boolean {
  if (definitions.length === 0) return true;
  const { coerced } = getVariableValues(schema, definitions, variables, { maxErrors: 1 });
  if (!coerced) return false;
  for (const { variable } of definitions) delete given[variable.name.value];
  Object.assign(given, coerced);
  return true;
}

/**
 * Input types that the compiler does not read as the language does: within which one comes that contains
 * itself, which it would follow for ever, or a field that must not be null and has a default, which it
 * refuses where the field is left out.
 */
function oddInputs(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  return new Set(types.filter((type) => isOdd(type, [])).map(({ name }) => name));
}

function isOdd(type: GraphQLInputObjectType, within: readonly GraphQLInputObjectType[]): boolean {
  if (within.includes(type)) return true;
  return Object.values(type.getFields()).some((field) => {
    if (isNonNullType(field.type) && field.defaultValue !== undefined) return true;
    const named = getNamedType(field.type);
    return isInputObjectType(named) && isOdd(named, [...within, type]);
  });
}

/**
 * Within a literal, the compiler takes a variable that was not given for null, where the language
 * says that the field's default counts, and does not mind a null where there must be none.
 */
function variablesInLiterals(document: DocumentNode): string[] {
  const names = new Set<string>();
  const note = (value: ValueNode) => {
    if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  };
  visit(document, {
    ObjectField: ({ value }) => note(value),
    ListValue: ({ values }) => values.forEach(note),
  });
  return [...names];
}

function errorsOfVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION || !isMeant(node, operationName)) continue;
    const definitions = node.variableDefinitions ?? [];
    return getVariableValues(schema, definitions, variables, { maxErrors: limits.errors }).errors ?? [];
  }
  return [];
}

/**
 * The compiler's errors may pass for GraphQLErrors but come without `extensions`, which what stands
 * behind us relies on.
 */
function asGraphQLError(given: Partial<GraphQLError> & { message: string }): GraphQLError {
  if (given instanceof GraphQLError && (given as Partial<GraphQLError>).extensions) return given;
  const original = given.originalError ?? undefined;
  const error = new GraphQLError(given.message, {
    ...(given.path && { path: given.path }),
    ...(original && { originalError: original }),
    extensions: { ...(original instanceof GraphQLError ? original.extensions : {}), ...given.extensions },
  });
  return Object.assign(error, { locations: given.locations });
}
