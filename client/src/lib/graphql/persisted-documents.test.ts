import { createHash } from "node:crypto";
import { getOperationAST, parse } from "graphql";
import { expect, test } from "vitest";
import documents from "#gql/persisted-documents.json" with { type: "json" };

test("every operation has a name, and is known by the hash of the very text the server keeps", () => {
  const names = Object.entries(documents).map(([hash, text]) => {
    expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
    return getOperationAST(parse(text))?.name?.value;
  });
  expect(names).not.toContain(undefined);
  expect(new Set(names).size).toBe(names.length);
});
