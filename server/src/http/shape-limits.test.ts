import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { systemClock } from "../platform/clock.ts";
import { person } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { expectNoLeak } from "../testing/leaks.ts";
import { errorsOf, post, Wire } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { Documents } from "./documents.ts";

const schema = buildSchemaOf(offerResolvers);
let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld();
  api = await startTestApi(world, schema, [person("Ada")]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const times = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join(" ");
const aliases = (count: number) => `{ ${times(count, (at) => `a${at}: __typename`)} }`;
const list = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
const types = (levels: number): string =>
  levels === 0 ? "name" : `fields { type { ${types(levels - 1)} } }`;
/** Each fragment spreads the next one twice: read out loud it is 2^90 long. */
const doubling = (inner: string) =>
  `{ ...F0 } ${times(90, (at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`)} fragment F90 on Query { ${inner} }`;
/** Depth that the schema allows: an edge's node has a provider, and there it ends. */
const tooDeep =
  "{ a: offers { edges { node { provider { ...P } } } } } fragment P on Provider { ...Q } fragment Q on Provider { id { id { id { id { id { id { id } } } } } } }";

interface Shape {
  name: string;
  query: string;
  variables?: object;
  operationName?: string;
  code: string;
}

const shapes: Shape[] = [
  { name: "16 aliases", query: aliases(16), code: "TOO_COMPLEX" },
  { name: "101 aliases of __typename", query: aliases(101), code: "TOO_COMPLEX" },
  {
    name: "aliases in a fragment that is spread 4 times",
    query: `{ ${times(4, () => "... { ...F }")} } fragment F on Query { ${times(4, (at) => `a${at}: __typename`)} }`,
    code: "TOO_COMPLEX",
  },
  { name: "2,000 aliases", query: aliases(2_000), code: "GRAPHQL_PARSE_FAILED" },
  { name: "1,001 tokens", query: `{ ${times(999, () => "__typename")} }`, code: "GRAPHQL_PARSE_FAILED" },
  { name: "11 levels", query: "{ ".repeat(11) + "id" + " }".repeat(11), code: "GRAPHQL_PARSE_FAILED" },
  {
    name: "30 levels of fields that are not",
    query: `{ ${"a { ".repeat(30)} b ${"} ".repeat(30)} }`,
    code: "TOO_COMPLEX",
  },
  { name: "levels hidden in fragments", query: tooDeep, code: "TOO_COMPLEX" },
  { name: "21 root fields", query: `{ ${times(21, () => "providers { id }")} }`, code: "TOO_COMPLEX" },
  {
    name: "21 root fields in a fragment",
    query: `{ ...F } fragment F on Query { ${times(21, () => "providers { id }")} }`,
    code: "TOO_COMPLEX",
  },
  {
    name: "21 root fields, each in braces of its own",
    query: `{ ${times(21, () => "... { providers { id } }")} }`,
    code: "TOO_COMPLEX",
  },
  {
    name: "21 directives",
    query: `{ ${times(21, () => "__typename @include(if: true)")} }`,
    code: "TOO_COMPLEX",
  },
  {
    name: "300 unknown directives",
    query: `{ __typename ${times(300, (at) => `@a${at}`)} }`,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "1,000 directives",
    query: `{ __typename ${times(1_000, () => "@a")} }`,
    code: "GRAPHQL_PARSE_FAILED",
  },
  {
    name: "a list 400 levels deep",
    query: `{ offers(filter: { gpuModels: ${list(400)} }) { totalCount } }`,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "a list of 9,000",
    query: `{ offers(filter: { gpuModels: [${times(9_000, () => '"a"')}] }) { totalCount } }`,
    code: "GRAPHQL_PARSE_FAILED",
  },
  {
    name: "a list of 101",
    query: `{ offers(filter: { gpuModels: [${times(101, () => '"a"')}] }) { totalCount } }`,
    code: "TOO_COMPLEX",
  },
  {
    name: "a list of 101 in a variable",
    query: "query ($f: OfferFilter) { offers(filter: $f) { totalCount } }",
    variables: { f: { gpuModels: Array.from({ length: 101 }, () => "a") } },
    code: "TOO_COMPLEX",
  },
  {
    name: "a fragment that spreads itself",
    query: "{ ...F } fragment F on Query { ...F }",
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "fragments in a circle",
    query: "{ ...F } fragment F on Query { ...G } fragment G on Query { ...H } fragment H on Query { ...F }",
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  { name: "fragments that double 90 times", query: doubling("offers { totalCount }"), code: "TOO_COMPLEX" },
  {
    name: "fragments that double 90 times below a field",
    query: doubling("id")
      .replace("{ ...F0 }", "{ offers { nodes { ...F0 } } }")
      .replaceAll("on Query", "on Offer"),
    code: "TOO_COMPLEX",
  },
  {
    name: "introspection in a circle",
    query: `{ __schema { types { ${types(5)} } } }`,
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "16 introspections under aliases",
    query: `{ ${times(16, (at) => `a${at}: __schema { types { name } }`)} }`,
    code: "TOO_COMPLEX",
  },
  {
    name: "16 introspections in a fragment",
    query: `{ ...F } fragment F on Query { ${times(16, (at) => `a${at}: __type(name: "Query") { name }`)} }`,
    code: "TOO_COMPLEX",
  },
  {
    name: "an operation that is not there",
    query: "query A { __typename }",
    operationName: "B",
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  {
    name: "two operations and no name",
    query: "query A { __typename } query B { __typename }",
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  { name: "an unknown field", query: "{ nothing }", code: "GRAPHQL_VALIDATION_FAILED" },
  { name: "a syntax error", query: "{ offers(", code: "GRAPHQL_PARSE_FAILED" },
  { name: "a NUL in the document", query: '{ offer(id: "\\u0000") { id } }', code: "BAD_USER_INPUT" },
  {
    name: "a NUL in a variable",
    query: "query ($id: ID!) { offer(id: $id) { id } }",
    variables: { id: "\0" },
    code: "BAD_USER_INPUT",
  },
  {
    name: "half of a character in a variable",
    query: "query ($id: ID!) { offer(id: $id) { id } }",
    variables: { id: "\ud800" },
    code: "BAD_USER_INPUT",
  },
  {
    name: "variables 12 levels deep",
    query: "{ __typename }",
    variables: JSON.parse(`{"a": ${list(12)}}`) as object,
    code: "TOO_COMPLEX",
  },
  {
    name: "a variable that does not fit",
    query: "query ($n: Int!) { offers(first: $n) { totalCount } }",
    variables: { n: 1.5 },
    code: "BAD_USER_INPUT",
  },
  {
    name: "a subscription with two fields",
    query: "subscription { a: offersChanged { __typename } b: offersChanged { __typename } }",
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "a subscription whose field waits for a variable",
    query: "subscription ($v: Boolean!) { offersChanged @skip(if: $v) { __typename } }",
    variables: { v: false },
    code: "GRAPHQL_VALIDATION_FAILED",
  },
  {
    name: "a subscription to the schema",
    query: "subscription { __typename }",
    code: "GRAPHQL_VALIDATION_FAILED",
  },
];

describe("F8, F10: what HTTP refuses, the socket refuses too, in the same words", () => {
  test.each(shapes.map((shape) => [shape.name, shape] as const))(
    "%s",
    async (_name, { query, variables, operationName, code }) => {
      const rest = { variables, operationName };
      const reply = await post(api, JSON.stringify({ query, ...rest }), { authorization: "Bearer Ada" });
      expect(reply.code).toBe(code);
      expectNoLeak(reply.text);
      const errors = errorsOf({ type: "next", payload: JSON.parse(reply.text) });
      expect(errors.length).toBeLessThanOrEqual(3);
      expect(reply.text.length).toBeLessThan(5_000);
      const wire = await Wire.as(api, "Ada");
      expect(errorsOf(await wire.ask("1", query, rest))).toEqual(errors);
      // It cost that one operation, and the socket goes on.
      expect(await wire.ask("1", "{ __typename }")).toMatchObject({
        payload: { data: { __typename: "Query" } },
      });
      wire.ws.terminate();
    },
  );
});

test("a subscription's variables and arguments are held to the same limits", async () => {
  const query =
    "subscription ($f: OfferFilter, $after: Cursor) { offersChanged(filter: $f, after: $after) { __typename } }";
  const refused = [
    [{ f: { kinds: ["FOREVER"] } }, "BAD_USER_INPUT"],
    [{ after: "not a cursor" }, "BAD_USER_INPUT"],
    [{ f: { gpuModels: ["\0"] } }, "BAD_USER_INPUT"],
    [{ f: { gpuModels: Array.from({ length: 101 }, () => "a") } }, "TOO_COMPLEX"],
    [{ f: { gpuModels: JSON.parse(list(12)) as unknown } }, "TOO_COMPLEX"],
  ] as const;
  const wire = await Wire.as(api, "Ada");
  for (const [variables, code] of refused) {
    const [error] = errorsOf(await wire.ask("1", query, { variables }));
    expect(error?.extensions["code"]).toBe(code);
  }
  wire.say(`{"id":"1","type":"subscribe","payload":{"query":"${query}","variables":{"f":${list(30_000)}}}}`);
  expect(errorsOf(await wire.hear("error"))[0]?.extensions["code"]).toBe("TOO_COMPLEX");
  wire.ws.terminate();
});

describe("F10: what is within the limits is answered", () => {
  test.each([
    ["15 aliases", aliases(15)],
    ["a list of 100", `{ offers(filter: { gpuModels: [${times(100, () => '"H100"')}] }) { totalCount } }`],
    ["20 root fields", `{ ${times(20, () => "providers { id }")} }`],
    ["a field in 90 braces", `{ ${"... { ".repeat(90)} __typename ${"} ".repeat(90)} }`],
    [
      "a fragment spread 8 times",
      `{ offers { nodes { ${times(8, () => "...F")} } } } fragment F on Offer { id provider { name } }`,
    ],
    ["the whole schema, as tools ask for it", getIntrospectionQuery()],
  ])("%s", async (_name, query) => {
    const { body } = await api.ask("Ada", query);
    expect(body.errors).toBeUndefined();
    expect(body.data).toBeTruthy();
  });
});

test("G47: attack upon attack, and a canary is answered within a second between any two", async () => {
  const heads = shapes.map(({ query, variables, operationName }) =>
    JSON.stringify({ query, variables, operationName }),
  );
  const others = [
    JSON.stringify({ query: `{ ${"a".repeat(90_000)} }` }),
    JSON.stringify({ query: `# ${"x".repeat(90_000)}\n{ __typename }` }),
    JSON.stringify({ query: `{ offer(id: "${"x".repeat(90_000)}") { id } }` }),
    JSON.stringify({ query: `{ offer(id: """${"\n ".repeat(20_000)}""") { id } }` }),
    JSON.stringify({
      query: "{ __typename }",
      variables: Object.fromEntries(Array.from({ length: 8_000 }, (_, at) => [`v${at}`, at])),
    }),
    JSON.stringify({ query: `query (${times(240, (at) => `$v${at}: Int`)}) { __typename }` }),
    JSON.stringify({ query: `{ ${times(120, () => "offers { nodes { id id id } }")} }` }),
    JSON.stringify({ query: `{ offers { nodes { ${times(480, () => "id")} } } }` }),
    JSON.stringify({ query: `{ offers { ${times(60, () => "nodes { gpu { model } }")} } }` }),
    JSON.stringify({
      query: `{ ${times(30, (at) => `...F${at}`)} } ${times(30, (at) => `fragment F${at} on Query { offers { nodes { ${at % 2 ? "id" : "region"} } } }`)}`,
    }),
    JSON.stringify({
      query: `query ($f: OfferFilter) { offers(filter: $f) { totalCount } }`,
      variables: { f: { gpuModels: Array.from({ length: 20_000 }, () => "a") } },
    }),
    `{"query":"{ __typename }","variables":{"a":${"[".repeat(49_000)}${"]".repeat(49_000)}}}`,
  ];
  for (const body of [...heads, ...others]) {
    const attacks = Array.from({ length: 3 }, () => post(api, body, { authorization: "Bearer Ada" }));
    const asked = systemClock.elapsedMs();
    const canary = await api.ask("Ada", "{ offers(first: 1) { totalCount } }");
    expect(canary.body.data).toEqual({ offers: { totalCount: 0 } });
    expect(systemClock.elapsedMs() - asked).toBeLessThan(1_000);
    for (const reply of await Promise.all(attacks)) {
      expect(reply.status).toBeLessThan(500);
      expect(reply.code).not.toBe("INTERNAL_SERVER_ERROR");
    }
  }
});

test("documents are remembered, as many as fit into memory", () => {
  const documents = new Documents(schema);
  const wide = (name: string) => `query ${name} { offers { nodes { ${times(900, () => "reliability")} } } }`;
  const first = documents.prepare(wide("A"), "A");
  expect(documents.prepare(wide("A"), "A")).toBe(first);
  for (let at = 0; at < 70; at++)
    documents.prepare(`# ${"x".repeat(10_000)}\nquery B${at} { __typename }`, "");
  expect(documents.prepare(wide("A"), "A")).not.toBe(first);
});
