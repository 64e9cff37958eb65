import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";

/** Of a field of a compiled document, which is asked again and again. */
const looked = new WeakMap<readonly FieldNode[], Map<string, ReadonlySet<string>>>();

/**
 * The names of the fields that are asked for of an answer, or of what lies in it along these fields; so that what nobody
 * asks for need not be read.
 */
export function fieldsAsked(info: GraphQLResolveInfo, ...path: string[]): ReadonlySet<string> {
  let known = looked.get(info.fieldNodes);
  if (!known) {
    known = new Map();
    looked.set(info.fieldNodes, known);
  }
  const place = path.join(".");
  let names = known.get(place);
  if (!names) {
    names = lookFor(info, path);
    known.set(place, names);
  }
  return names;
}

function lookFor({ fieldNodes, fragments }: GraphQLResolveInfo, path: readonly string[]): Set<string> {
  const names = new Set<string>();
  const look = (set: SelectionSetNode | undefined, depth: number): void => {
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.INLINE_FRAGMENT) look(node.selectionSet, depth);
      else if (node.kind === Kind.FRAGMENT_SPREAD) look(fragments[node.name.value]?.selectionSet, depth);
      else if (depth === path.length) names.add(node.name.value);
      else if (node.name.value === path[depth]) look(node.selectionSet, depth + 1);
    }
  };
  for (const { selectionSet } of fieldNodes) look(selectionSet, 0);
  return names;
}
