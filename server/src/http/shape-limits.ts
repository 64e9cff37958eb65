import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";
import { isWhole } from "../values/text.ts";

// Bounds on the shape of a document, the same over HTTP and WebSocket: they are validation rules,
// so a document is measured once and remembered with its verdict.

export const limits = {
  tokens: 1_000,
  depth: 10,
  aliases: 15,
  rootFields: 20,
  // Written out: fragments that spread each other twice make a short document endless.
  fields: 1_000,
  directives: 20,
  bodyBytes: 100_000,
  variableDepth: 10,
  /** What may be named in one list: as much as a page may hold. */
  listed: 100,
  errors: 3,
  /** Letters of what one of them says. */
  message: 500,
  cost: 12_000,
} as const;

/** The language's errors repeat what was sent, each of them all of it. */
export function brief(message: string): string {
  return message.length > limits.message ? `${message.slice(0, limits.message - 1)}…` : message;
}

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
  /** Fields of the object itself, without what is within it. */
  width: number;
  /** All fields. */
  fields: number;
}

const NOTHING: Measures = { depth: 0, aliases: 0, width: 0, fields: 0 };

// A fragment counts wherever it is spread. It is measured once and added up, so that a document of
// fragments that spread each other twice costs no more to measure than to read.
function measure(document: DocumentNode): Measures[] {
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
    if (!fragment || open.has(name)) return NOTHING;
    open.add(name);
    const measures = of(fragment.selectionSet);
    open.delete(name);
    known.set(name, measures);
    return measures;
  }

  function of(set: SelectionSetNode): Measures {
    const sum = { ...NOTHING };
    for (const node of set.selections) {
      let part: Measures;
      if (node.kind === Kind.FIELD) {
        const inner = node.selectionSet ? of(node.selectionSet) : NOTHING;
        const depth = isIntrospection(node.name.value) ? 1 : inner.depth + 1;
        part = { depth, aliases: inner.aliases + (node.alias ? 1 : 0), width: 1, fields: inner.fields + 1 };
      } else if (node.kind === Kind.INLINE_FRAGMENT) part = of(node.selectionSet);
      else part = ofFragment(node.name.value);
      sum.depth = Math.max(sum.depth, part.depth);
      sum.aliases += part.aliases;
      sum.width += part.width;
      sum.fields += part.fields;
    }
    return sum;
  }

  return document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [of(node.selectionSet)] : [],
  );
}

export function ShapeLimits(context: ValidationContext): ASTVisitor {
  let directives = 0;
  return {
    Document(document) {
      for (const { depth, aliases, width, fields } of measure(document)) {
        if (depth > limits.depth) context.reportError(tooMuch("levels", depth, limits.depth));
        if (aliases > limits.aliases) context.reportError(tooMuch("aliases", aliases, limits.aliases));
        if (width > limits.rootFields) context.reportError(tooMuch("root fields", width, limits.rootFields));
        else if (fields > limits.fields) context.reportError(tooMuch("fields", fields, limits.fields));
      }
    },
    Directive() {
      directives += 1;
      if (directives === limits.directives + 1) {
        context.reportError(tooMuch("directives", directives, limits.directives));
      }
    },
    ListValue({ values }) {
      if (values.length > limits.listed)
        context.reportError(tooMuch("values in a list", values.length, limits.listed));
    },
    StringValue(node) {
      if (!isWhole(node.value)) context.reportError(notText());
    },
  };
}

function notText(): GraphQLError {
  return new GraphQLError("Text may hold any character but NUL, and no half of one.", {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

/** Bounds on what comes in variables: what walks them later may rely on it. */
export function refuseVariables(value: unknown, depth = 0): GraphQLError | null {
  if (typeof value === "string") return isWhole(value) ? null : notText();
  if (typeof value !== "object" || value === null) return null;
  if (depth > limits.variableDepth) {
    return tooMuch("levels of variables", depth, limits.variableDepth);
  }
  if (Array.isArray(value) && value.length > limits.listed) {
    return tooMuch("values in a list", value.length, limits.listed);
  }
  for (const part of Object.values(value)) {
    const refused = refuseVariables(part, depth + 1);
    if (refused) return refused;
  }
  return null;
}
