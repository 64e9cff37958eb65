import { readFileSync } from "node:fs";
import { buildSchema, getOperationAST, GraphQLError, parse, validate } from "graphql";
import { getVariableValues } from "graphql/execution/values.js";
import { expect, test } from "vitest";
import { exampleGroups } from "./examples.ts";

const schema = buildSchema(readFileSync(new URL("../../../../schema.graphql", import.meta.url), "utf8"));
const examples = exampleGroups.flatMap(({ examples }) => examples);

test.each(examples)("the schema takes the example “$task”, with what it is opened with", (example) => {
  const document = parse(example.document);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new GraphQLError("one operation, and one only");
  const variables = example.variables?.(new Date("2026-03-29T00:30:00Z"), "key-1") ?? {};
  const declared = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  expect(Object.keys(variables)).toEqual(declared);
  expect(getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors).toBeUndefined();
});

test("a tab is called what its example is called", () => {
  const nameOf = (task: string) =>
    task
      .replaceAll(",", "")
      .split(" ")
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join("");
  for (const { task, document } of examples) {
    expect(getOperationAST(parse(document))?.name?.value).toBe(nameOf(task));
  }
});
