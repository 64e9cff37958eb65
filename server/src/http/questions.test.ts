import { GraphQLError } from "graphql";
import { expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { systemClock } from "../platform/clock.ts";
import { Buckets } from "./bucket.ts";
import { Documents } from "./documents.ts";
import { Guard } from "./guard.ts";
import { Questions } from "./questions.ts";

const schema = buildSchemaOf(offerResolvers);
const questions = new Questions(
  new Documents(schema),
  new Guard(schema, new Buckets(systemClock, 10_000), true),
);
const PAGE = "query Page($first: Int!) { offers(first: $first) { nodes { id } } }";
const read = (variables: object, query = PAGE) => questions.read({ query, variables });

test("an answer is shared by those who ask the same, however they write it down", () => {
  const [one, another] = [read({ first: 5 }), questions.read({ variables: { first: 5 }, query: PAGE })];
  expect(one.sharedAs).toBe(another.sharedAs);
  expect(read({ first: 6 }).sharedAs).not.toBe(one.sharedAs);
  expect(read({ first: 5 }, PAGE.replace("id", "kind")).sharedAs).not.toBe(one.sharedAs);
  expect(read({}, "{ __typename }").sharedAs).toBeNull();
  expect(read({ first: 5 }, PAGE.replace("nodes", "__typename nodes")).sharedAs).not.toBeNull();
});

test("variables that are too deep are refused, and nobody tries to write them down", () => {
  let deep: unknown = 1;
  for (let at = 0; at < 20_000; at++) deep = [deep];
  const { price, sharedAs } = read({ first: deep });
  expect(price).toBeInstanceOf(GraphQLError);
  expect(sharedAs).toBeNull();
});

test("what is kept is known by its letters, unless they are many", () => {
  const question = read({ first: 5 });
  expect(questions.known("short")).toBeUndefined();
  questions.keep("short", question);
  expect(questions.known("short")).toBe(question);
  const long = "long".repeat(2_000);
  questions.keep(long, question);
  expect(questions.known(long)).toBeUndefined();
});
