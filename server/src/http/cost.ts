import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { PAGE_MAX } from "../graphql/paging.ts";

// What an operation may cost, told before it runs: a point for the operation, and one for each
// object that it may return. A connection's lists count as many as its `first` asks for; a list
// without `first` counts as ten, the size that such short lists have. A mutation costs ten more: it
// writes. A look at the schema is worth a page of a hundred.

const SHORT_LIST = 10;
const MUTATION = 10;
const SCHEMA = 100;

export function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 1;
  const base = operation.operation === "mutation" ? 1 + MUTATION : 1;
  const known = new Map<string, number>();
  return base + ofSelections(operation.selectionSet, root, SHORT_LIST);

  /** What is selected of one object, whose lists are so long. */
  function ofSelections(set: SelectionSetNode, type: GraphQLOutputType, listed: number): number {
    let sum = 0;
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) sum += ofField(node, type, listed);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        sum += ofSelections(
          node.selectionSet,
          typeOfCondition(node.typeCondition?.name.value) ?? type,
          listed,
        );
      } else sum += ofFragment(node.name.value, listed);
    }
    return sum;
  }

  // It counts wherever it is spread and is counted once: fragments that spread each other twice
  // would otherwise take time that doubles with each of them.
  function ofFragment(name: string, listed: number): number {
    const key = `${name} ${listed}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const fragment = fragments.get(name);
    const type = typeOfCondition(fragment?.typeCondition.name.value);
    const cost = fragment && type ? ofSelections(fragment.selectionSet, type, listed) : 0;
    known.set(key, cost);
    return cost;
  }

  function ofField(node: FieldNode, parent: GraphQLOutputType, listed: number): number {
    if (node.name.value === "__schema" || node.name.value === "__type") return SCHEMA;
    const field = fieldOf(parent, node.name.value);
    if (!field || !node.selectionSet) return 0;
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return 0;
    const size = field.args.some((arg) => arg.name === "first") ? sizeAsked(node, field) : SHORT_LIST;
    const inConnection = isConnection(named) ? size : SHORT_LIST;
    const one = 1 + ofSelections(node.selectionSet, named, inConnection);
    if (!isList(field.type)) return one;
    // Its `edges` and `nodes` are as long as the connection's own `first`.
    return one * (isConnection(parent) ? listed : size);
  }

  function sizeAsked(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const given = node.arguments?.find((argument) => argument.name.value === "first");
    const fallback = field.args.find((argument) => argument.name === "first")?.defaultValue;
    const value = given ? valueOf(given.value, variables) : fallback;
    const size = typeof value === "number" ? value : typeof fallback === "number" ? fallback : PAGE_MAX;
    return Math.min(Math.max(size, 1), PAGE_MAX);
  }

  function typeOfCondition(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name ? schema.getType(name) : undefined;
    return isCompositeType(type) ? type : undefined;
  }
}

function valueOf(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  if (node.kind === Kind.VARIABLE) return variables[node.name.value];
  return node.kind === Kind.INT ? Number(node.value) : undefined;
}

function fieldOf(type: GraphQLOutputType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (isObjectType(type) || (isAbstractType(type) && "getFields" in type)) return type.getFields()[name];
  return undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function isConnection(type: GraphQLOutputType): boolean {
  return isObjectType(type) && type.name.endsWith("Connection");
}
