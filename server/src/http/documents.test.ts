import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { Documents } from "./documents.ts";

const schema = buildSchema("type Query { a: Int b: Int }");

test("nobody can have a document refused to others by naming an operation after its beginning", () => {
  const documents = new Documents(schema);
  const [first, second] = ["query A { a }", "query B { b }"];
  expect(documents.prepare(second, `A\n${first}`)).toHaveProperty("errors");
  expect(documents.prepare(`${first}\n${second}`, "A")).toMatchObject({ name: "A" });
});

test("one document is read once for each of its operations", () => {
  const documents = new Documents(schema);
  const both = "query A { a } query B { b }";
  expect(documents.prepare(both, "A")).toBe(documents.prepare(both, "A"));
  expect(documents.prepare(both, "B")).toMatchObject({ name: "B" });
  expect(documents.prepare(both, null)).toHaveProperty("errors");
  expect(documents.prepare("{ a }", null)).toMatchObject({ name: "a" });
});
