import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
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
// object that it may return. A list counts as many as its `first` asks for; one without `first`
// counts as ten, the size that such short lists have. A mutation costs ten more: it writes.

const SHORT_LIST = 10;
const MUTATION = 10;

export function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 1;
  const base = operation.operation === "mutation" ? 1 + MUTATION : 1;
  return base + ofSelections(operation.selectionSet, root, 1);

  function ofSelections(set: SelectionSetNode, type: GraphQLOutputType, times: number): number {
    let sum = 0;
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) sum += ofField(node, type, times);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        sum += ofSelections(node.selectionSet, typeOfCondition(node.typeCondition?.name.value) ?? type, times);
      } else {
        const fragment = fragments.get(node.name.value);
        if (fragment) {
          sum += ofSelections(fragment.selectionSet, typeOfCondition(fragment.typeCondition.name.value) ?? type, times);
        }
      }
    }
    return sum;
  }

  function ofField(node: FieldNode, parent: GraphQLOutputType, times: number): number {
    const field = fieldOf(parent, node.name.value);
    if (!field || !node.selectionSet) return 0;
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return 0;
    const first = field.args.some((arg) => arg.name === "first");
    const size = first ? sizeAsked(node, field) : 1;
    // A connection's `edges` and `nodes` are as long as the connection's `first`, which its own
    // field already counted.
    const listed = isList(field.type) && !isPartOfConnection(parent) ? SHORT_LIST : 1;
    const count = times * size * listed;
    return count + ofSelections(node.selectionSet, named, count);
  }

  function sizeAsked(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const given = node.arguments?.find((argument) => argument.name.value === "first");
    const fallback = field.args.find((argument) => argument.name === "first")?.defaultValue;
    const value = given ? valueOf(given.value, variables) : fallback;
    const size = typeof value === "number" ? value : typeof fallback === "number" ? fallback : PAGE_MAX;
    return Math.min(Math.max(size, 1), PAGE_MAX);
  }

  function typeOfCondition(name: string | undefined): GraphQLObjectType | undefined {
    const type = name ? schema.getType(name) : undefined;
    return isObjectType(type) ? type : undefined;
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

function isPartOfConnection(type: GraphQLOutputType): boolean {
  return isObjectType(type) && type.name.endsWith("Connection");
}
