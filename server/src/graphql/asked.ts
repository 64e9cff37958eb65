import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";

/**
 * The names of the fields that are asked for of an answer, or of what lies in it along these fields; so that what nobody
 * asks for need not be read.
 */
export function fieldsAsked({ fieldNodes, fragments }: GraphQLResolveInfo, ...path: string[]): Set<string> {
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
