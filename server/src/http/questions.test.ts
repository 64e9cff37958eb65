import { GraphQLError } from "graphql";
import { expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { systemClock } from "../platform/clock.ts";
import { MovableClock } from "../testing/clock.ts";
import { NOBODY } from "../values/actor.ts";
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

test("T12: what has to be read is paid for by its letters, however little it asks or whether it makes sense", () => {
  const long = (field: string) => `{ offers(first: 1) { nodes { ${`${field} `.repeat(300)} } } }`;
  expect(read({}, "{ __typename }").price).toBe(1);
  expect(read({}, long("id")).price).toBe(Math.ceil(long("id").length / 100));
  expect(read({}, long("no")).price).toBe(Math.ceil(long("no").length / 100));
});

test("T12: whoever has no points left is refused before anybody reads what they ask", () => {
  const clock = new MovableClock();
  const guard = new Guard(schema, new Buckets(clock, 10), true);
  const documents = new Documents(schema);
  const asking = new Questions(documents, guard);
  const body = { query: PAGE, variables: { first: 5 } };
  const [me, address] = [NOBODY, () => "198.51.100.1"];
  const letters = asking.unreadLetters(body);
  expect(letters).toBe(PAGE.length);
  expect(guard.refuseUnread(letters, me, address)).toBeNull();
  guard.pay(10, me, address);
  expect(guard.refuseUnread(letters, me, address)?.extensions).toEqual({
    code: "RATE_LIMITED",
    retryAfter: 6,
  });
  // What was read before costs nobody a second reading.
  asking.read(body);
  expect(asking.unreadLetters(body)).toBe(0);
});

test("what is kept of what is asked has a size, however many ask", () => {
  const texts = Array.from({ length: 400 }, (_, n) => {
    const body = { query: `query Q${n} { offers(first: 1) { nodes { ${"id ".repeat(800)} } } }` };
    const text = JSON.stringify(body);
    questions.keep(text, questions.read(body));
    return text;
  });
  const letters = texts.filter((text) => questions.known(text)).reduce((sum, { length }) => sum + length, 0);
  expect(letters).toBeGreaterThan(0);
  // A hundred times their letters in memory.
  expect(letters * 100).toBeLessThan(64 * 1024 * 1024);
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
