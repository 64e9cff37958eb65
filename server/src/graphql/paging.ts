import { GraphQLError } from "graphql";
import { Field, ObjectType } from "type-graphql";

export const PAGE_MAX = 100;

/** Page sizes are bounded here, for every list that can grow. */
export function pageSize(first: number): number {
  if (first >= 1 && first <= PAGE_MAX) return first;
  throw new GraphQLError(`first is between 1 and ${PAGE_MAX}`, { extensions: { code: "BAD_USER_INPUT" } });
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

/** Cuts a page out of rows that were read with one more than asked, which tells whether there is a next. */
export function toConnection<T>(
  rows: readonly T[],
  first: number,
  after: string | null | undefined,
  cursorOf: (row: T) => string,
): Connection<T> {
  const nodes = rows.length > first ? rows.slice(0, first) : [...rows];
  const cursorAt = (at: number) => {
    const node = nodes.at(at);
    return node === undefined ? null : cursorOf(node);
  };
  // Cursors are made for whoever asks for them: on a long page they cost more than its rows.
  return {
    nodes,
    get edges() {
      return nodes.map((node) => ({ cursor: cursorOf(node), node }));
    },
    get pageInfo() {
      return {
        hasNextPage: rows.length > first,
        hasPreviousPage: after != null,
        startCursor: cursorAt(0),
        endCursor: cursorAt(-1),
      };
    },
  };
}
