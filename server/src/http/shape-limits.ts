import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

// Bounds on the shape of a document, the same over HTTP and WebSocket: they are validation rules,
// so a document is measured once and remembered with its verdict.

export const limits = {
  tokens: 1_000,
  depth: 10,
  aliases: 15,
  rootFields: 20,
  directives: 20,
  bodyBytes: 100_000,
  errors: 3,
  cost: 12_000,
} as const;

function tooMuch(what: string, found: number, most: number): GraphQLError {
  return new GraphQLError(`This operation has ${found} ${what}; ${most} are allowed.`, {
    extensions: { code: "TOO_COMPLEX", what, found, most },
  });
}

/** Introspection has its own shape: deep by nature, and bounded because the schema is. */
function isIntrospection(name: string): boolean {
  return name === "__schema" || name === "__type";
}

interface Measures {
  depth: number;
  aliases: number;
  fields: number;
}

// A fragment counts wherever it is spread. It is measured once and added up, so that a document of
// fragments that spread each other twice costs no more to measure than to read.
function measure(document: DocumentNode): { operations: { measures: Measures; roots: number }[] } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const known = new Map<string, Measures>();
  const open = new Set<string>();

  function ofFragment(name: string): Measures {
    const found = known.get(name);
    if (found) return found;
    const fragment = fragments.get(name);
    // A cycle is refused by a rule of its own; here it only must end.
    if (!fragment || open.has(name)) return { depth: 0, aliases: 0, fields: 0 };
    open.add(name);
    const measures = of(fragment.selectionSet);
    open.delete(name);
    known.set(name, measures);
    return measures;
  }

  function of(set: SelectionSetNode): Measures {
    const sum = { depth: 0, aliases: 0, fields: 0 };
    for (const node of set.selections) {
      let part: Measures;
      if (node.kind === Kind.FIELD) {
        if (isIntrospection(node.name.value)) continue;
        const inner = node.selectionSet ? of(node.selectionSet) : { depth: 0, aliases: 0, fields: 0 };
        part = { depth: inner.depth + 1, aliases: inner.aliases + (node.alias ? 1 : 0), fields: inner.fields + 1 };
      } else if (node.kind === Kind.INLINE_FRAGMENT) part = of(node.selectionSet);
      else part = ofFragment(node.name.value);
      sum.depth = Math.max(sum.depth, part.depth);
      sum.aliases += part.aliases;
      sum.fields += part.fields;
    }
    return sum;
  }

  const operations = [];
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    operations.push({ measures: of(node.selectionSet), roots: node.selectionSet.selections.length });
  }
  return { operations };
}

export function ShapeLimits(context: ValidationContext): ASTVisitor {
  let directives = 0;
  return {
    Document(document) {
      for (const { measures, roots } of measure(document).operations) {
        if (measures.depth > limits.depth) context.reportError(tooMuch("levels", measures.depth, limits.depth));
        if (measures.aliases > limits.aliases) {
          context.reportError(tooMuch("aliases", measures.aliases, limits.aliases));
        }
        if (roots > limits.rootFields) context.reportError(tooMuch("root fields", roots, limits.rootFields));
      }
    },
    Directive() {
      directives += 1;
      if (directives === limits.directives + 1) {
        context.reportError(tooMuch("directives", directives, limits.directives));
      }
    },
  };
}
