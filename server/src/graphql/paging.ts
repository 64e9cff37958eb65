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
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
