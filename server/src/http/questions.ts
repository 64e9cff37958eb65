import { GraphQLError } from "graphql";
import { LRUCache } from "lru-cache";
import { type Documents, type Prepared, type Refused, sizeInMemory } from "./documents.ts";
import { type Guard, priceOfReading } from "./guard.ts";
import type { Operation } from "./run-operation.ts";
import { textOf } from "./text-of.ts";

/** What a request asks, as far as its body tells: whoever sends the same asks the same. */
export interface Question {
  body: unknown;
  /** Or why it cannot be run; nothing for a malformed one, which is left for Apollo to explain. */
  asks: Operation | Refused | undefined;
  /** What it costs, or what is wrong with its variables. */
  price: number | GraphQLError;
  /** The name under which its answer is shared with all who may read the market; null for what is not shared. */
  sharedAs: string | null;
}

const KEPT = 2_000;
const KEPT_LETTERS = 4_000;
const KEPT_BYTES = 64 * 1024 * 1024;

/** Reads what requests ask. What many ask is read once, and known again by its letters. */
export class Questions {
  readonly #documents: Documents;
  readonly #guard: Guard;
  // What it asks stays in memory with it, and so their sizes are bounded as those of documents are.
  readonly #often = new LRUCache<string, Question>({
    max: KEPT,
    maxSize: KEPT_BYTES,
    sizeCalculation: (_, text) => sizeInMemory(text),
  });

  constructor(documents: Documents, guard: Guard) {
    this.#documents = documents;
    this.#guard = guard;
  }

  known(text: string): Question | undefined {
    return this.#often.get(text);
  }

  /** From now on it is known by this text. */
  keep(text: string, question: Question): void {
    if (text.length <= KEPT_LETTERS) this.#often.set(text, question);
  }

  /** How many letters would have to be read before it is known what is asked: none of what was asked before. */
  unreadLetters(body: unknown): number {
    const letters = lettersIn(body);
    if (letters === 0 || !isRecord(body)) return 0;
    const { query, operationName } = body;
    const name = typeof operationName === "string" ? operationName : null;
    return this.#documents.isUnread(String(query), name) ? letters : 0;
  }

  read(body: unknown): Question {
    const asks = this.#readOperation(body);
    if (!asks || "errors" in asks)
      return { body, asks, price: priceOfReading(lettersIn(body)), sharedAs: null };
    const { prepared, name, variables } = asks;
    const price = this.#guard.priceOf(prepared, variables);
    // Variables that are refused may be too deep to be written down.
    const isShared = typeof price === "number" && mayBeShared(prepared);
    return {
      body,
      asks,
      price,
      sharedAs: isShared ? `${prepared.hash} ${name} ${JSON.stringify(variables)}` : null,
    };
  }

  #readOperation(body: unknown): Operation | Refused | undefined {
    if (!isRecord(body)) return undefined;
    const { query, variables, operationName, extensions } = body;
    if (query !== undefined && typeof query !== "string") return undefined;
    if (operationName != null && typeof operationName !== "string") return undefined;
    if (variables != null && !isRecord(variables)) return undefined;
    if (extensions != null && !isRecord(extensions)) return undefined;
    if (query === undefined && !extensions) return undefined;
    const text = textOf(body, this.#documents);
    if (text instanceof GraphQLError) return { errors: [text] };
    const prepared = this.#documents.prepare(text, operationName);
    if ("errors" in prepared) return prepared;
    return { name: operationName ?? "", variables: variables ?? {}, prepared };
  }
}

function lettersIn(body: unknown): number {
  return isRecord(body) && typeof body["query"] === "string" ? body["query"].length : 0;
}

function mayBeShared({ sharing, introspects, actions }: Prepared): boolean {
  return sharing === "market" && !introspects && actions.length > 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
