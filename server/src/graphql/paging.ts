import { GraphQLError } from "graphql";
import { Field, ObjectType } from "type-graphql";

export const PAGE_MAX = 100;

/** Page sizes are bounded here, for every list that can grow. */
export function pageSize(first: number): number {
  if (first >= 1 && first <= PAGE_MAX) return first;
  throw new GraphQLError(`first is between 1 and ${PAGE_MAX}`, { extensions: { code: "BAD_USER_INPUT" } });
}

/** Of what no list gave out, or another one. */
export function wrongCursor(): GraphQLError {
  return new GraphQLError("This cursor is not of this list.", { extensions: { code: "BAD_USER_INPUT" } });
}

/** Where a list goes by ids, a page begins behind one. */
export function idBehind(after: string | null, kind: string): string | null {
  if (after !== null && !new RegExp(`^${kind}_[0-9a-z]{26}$`).test(after)) throw wrongCursor();
  return after;
}

@ObjectType({ description: "Where a page stands in its list." })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage: boolean;

  @Field(() => Boolean)
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true })
  startCursor: string | null;

  @Field(() => String, { nullable: true })
  endCursor: string | null;
}

export interface Edge<T> {
  cursor: string;
  node: T;
}

export interface Connection<T> {
  edges: Edge<T>[];
  nodes: T[];
  pageInfo: PageInfo;
}

/**
 * A page cut out of rows that were read with one more than asked, which tells whether there is a next. Its cursors are made for whoever asks for them: on a long page they cost more than its rows. They
 * are told by a class because the engine takes the getters of an object that is written out for functions that last, and
 * with them all that they see: each page that was ever answered stayed until everything old was looked through.
 */
export class Page<T> implements Connection<T> {
  readonly nodes: T[];
  readonly #hasNextPage: boolean;
  readonly #hasPreviousPage: boolean;
  readonly #cursorOf: (row: T) => string;

  constructor(
    rows: readonly T[],
    first: number,
    after: string | null | undefined,
    cursorOf: (row: T) => string,
  ) {
    this.nodes = rows.length > first ? rows.slice(0, first) : [...rows];
    this.#hasNextPage = rows.length > first;
    this.#hasPreviousPage = after != null;
    this.#cursorOf = cursorOf;
  }

  get edges(): Edge<T>[] {
    return this.nodes.map((node) => ({ cursor: this.#cursorOf(node), node }));
  }

  get pageInfo(): PageInfo {
    const [first, last] = [this.nodes[0], this.nodes.at(-1)];
    return {
      hasNextPage: this.#hasNextPage,
      hasPreviousPage: this.#hasPreviousPage,
      startCursor: first === undefined ? null : this.#cursorOf(first),
      endCursor: last === undefined ? null : this.#cursorOf(last),
    };
  }
}
