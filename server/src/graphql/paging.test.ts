import { expect, test } from "vitest";
import { keptBy } from "../testing/kept.ts";
import { Page } from "./paging.ts";

const rowsOf = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `row ${at}` }));

test("a page tells what was asked for of what was read, and where it stands", () => {
  const page = new Page(rowsOf(3), 2, "row -1", ({ id }) => id);
  expect(page.nodes).toEqual(rowsOf(2));
  expect(page.edges).toEqual(rowsOf(2).map((node) => ({ cursor: node.id, node })));
  const pageInfo = { hasPreviousPage: true, startCursor: "row 0", endCursor: "row 1" };
  expect(page.pageInfo).toEqual({ ...pageInfo, hasNextPage: true });
  expect(new Page(rowsOf(2), 2, "row -1", ({ id }) => id).pageInfo).toEqual({
    ...pageInfo,
    hasNextPage: false,
  });
  expect(new Page(rowsOf(0), 2, null, ({ id }: { id: string }) => id).pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  });
});

test("a page that was answered is nobody's", async () => {
  const answer = () => new Page(rowsOf(51), 50, null, ({ id }) => id).edges.length;
  expect(await keptBy(answer)).toBeLessThan(1_000);
});
