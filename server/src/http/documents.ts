import { createHash } from "node:crypto";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { RootFieldExtensions, Sharing } from "../graphql/access.ts";
import type { Feed } from "../graphql/feed.ts";
import type { Action } from "../values/permission.ts";
import { brief, limits, ShapeLimits } from "./shape-limits.ts";

/** A document that was read, measured and found valid, once, whoever sends it again. */
export interface Prepared {
  text: string;
  hash: string;
  /** The operation's own name, or its first field. */
  name: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** With whom its answer may be shared: the narrowest of its root fields. */
  sharing: Sharing;
  /** What its root fields ask the viewer to be allowed. */
  actions: readonly Action[];
  introspects: boolean;
  /** The one field of a subscription, and the feed behind it. */
  subscription?: Subscribed;
}

interface Subscribed {
  fieldName: string;
  feed: Feed;
  node: FieldNode;
  field: GraphQLField<unknown, unknown>;
  /** The variable that says where to resume; it differs between readers of the same stream. */
  cursorVariable: string | undefined;
}

const NAME = /^\w+$/;

/** A document takes some hundred times its text in memory. */
export const sizeInMemory = (text: string): number => 2_000 + text.length * 100;

export type Refused = { errors: readonly GraphQLError[] };

const validationRules = [...specifiedRules, ShapeLimits];

export class Documents {
  readonly #schema: GraphQLSchema;
  // It is their sizes that are bounded, and not how many they are.
  readonly #read = new LRUCache<string, Prepared | Refused>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: (_, key) => sizeInMemory(key),
  });
  readonly #known = new Map<string, string>();

  /** `known`: the documents that the console ships, by the SHA-256 of their text. */
  constructor(schema: GraphQLSchema, known: Readonly<Record<string, string>> = {}) {
    this.#schema = schema;
    for (const [hash, text] of Object.entries(known)) this.#known.set(hash, text);
  }

  textOf(hash: string): string | undefined {
    return this.#known.get(hash);
  }

  /** What has to be read before it is known what it asks. */
  isUnread(text: string, operationName: string | null | undefined): boolean {
    return !this.#read.has(keyOf(text, operationName));
  }

  prepare(text: string, operationName: string | null | undefined): Prepared | Refused {
    // What could be the beginning of a document as well is no name, and would be taken for another's question.
    if (operationName && !NAME.test(operationName)) return noneOfThatName();
    const key = keyOf(text, operationName);
    let found = this.#read.get(key);
    if (!found) {
      found = this.#prepare(text, operationName);
      this.#read.set(key, found);
    }
    return found;
  }

  #prepare(text: string, operationName: string | null | undefined): Prepared | Refused {
    let document: DocumentNode;
    try {
      document = parse(text, { maxLexicalTokens: limits.tokens });
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [withCode(error, "GRAPHQL_PARSE_FAILED")] };
      throw error;
    }
    const errors = this.#validate(document);
    if (errors.length > 0) {
      return { errors: errors.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED")) };
    }
    const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    const operation = operationName
      ? operations.find((node) => node.name?.value === operationName)
      : operations.length === 1
        ? operations[0]
        : undefined;
    if (!operation) {
      if (operationName) return noneOfThatName();
      return unresolved("Say by operationName which of the document's operations to run.");
    }
    return this.#describe(text, document, operation);
  }

  #validate(document: DocumentNode): readonly GraphQLError[] {
    try {
      return validate(this.#schema, document, validationRules, { maxErrors: limits.errors });
    } catch (error) {
      // The rule about subscriptions throws where a directive waits for a variable.
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  #describe(text: string, document: DocumentNode, operation: OperationDefinitionNode): Prepared {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    }
    const root = this.#schema.getRootType(operation.operation);
    const roots = rootFields(operation.selectionSet, fragments);
    const actions = new Set<Action>();
    let sharing: Sharing = "market";
    let subscription: Prepared["subscription"];
    for (const node of roots) {
      const field = isObjectType(root) ? root.getFields()[node.name.value] : undefined;
      const extensions = field?.extensions as unknown as (RootFieldExtensions & { feed?: Feed }) | undefined;
      // Fields of the language itself (__typename) say nothing about anybody.
      if (!extensions?.sharing) continue;
      if (extensions.action !== "anyone") actions.add(extensions.action);
      sharing = narrower(sharing, extensions.sharing);
      if (field && extensions.feed) {
        const after = node.arguments?.find((argument) => argument.name.value === "after")?.value;
        const cursorVariable = after?.kind === Kind.VARIABLE ? after.name.value : undefined;
        subscription = { fieldName: field.name, feed: extensions.feed, node, field, cursorVariable };
      }
    }
    return {
      text,
      hash: createHash("sha256").update(text).digest("hex"),
      name: operation.name?.value ?? roots[0]?.name.value ?? "",
      document,
      operation,
      fragments,
      sharing: operation.operation === "mutation" ? "viewer" : sharing,
      actions: [...actions],
      introspects: introspects(this.#schema, document),
      ...(subscription && { subscription }),
    };
  }
}

const keyOf = (text: string, operationName: string | null | undefined) => `${operationName ?? ""}\n${text}`;

const noneOfThatName = () => unresolved("There is no operation of that name in this document.");

function unresolved(message: string): Refused {
  return { errors: [withCode(new GraphQLError(message), "OPERATION_RESOLUTION_FAILURE")] };
}

function introspects(schema: GraphQLSchema, document: DocumentNode): boolean {
  return validate(schema, document, [NoSchemaIntrospectionCustomRule], { maxErrors: 1 }).length > 0;
}

function narrower(a: Sharing, b: Sharing): Sharing {
  const order: Sharing[] = ["market", "account", "viewer"];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

function rootFields(
  set: OperationDefinitionNode["selectionSet"],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen = new Set<string>(),
): FieldNode[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(node.selectionSet, fragments, seen);
    // Spread again it adds nothing; fragments that spread each other twice would double at each step.
    const fragment = fragments.get(node.name.value);
    if (!fragment || seen.has(node.name.value)) return [];
    seen.add(node.name.value);
    return rootFields(fragment.selectionSet, fragments, seen);
  });
}

/** The language's own errors carry no code; ours (TOO_COMPLEX) keep theirs. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions["code"]) return error;
  return new GraphQLError(brief(error.message), {
    ...(error.nodes && { nodes: error.nodes }),
    ...(error.source && { source: error.source }),
    ...(error.positions && { positions: error.positions }),
    extensions: { ...error.extensions, code },
  });
}
