import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  parse,
  validate,
} from "graphql";
import fc from "fast-check";
import { expect, test } from "vitest";
import { UsdScalar } from "../graphql/scalars.ts";
import { makeLog } from "../platform/log.ts";
import { usd } from "../values/money.ts";
import { type Execute, makeExecutor } from "./executor.ts";
import { speakError } from "./faults.ts";

// A schema in which everything that a schema can do goes well or wrong once.

const Kind = new GraphQLEnumType({
  name: "Kind",
  values: { ON_DEMAND: { value: "on_demand" }, SPOT: { value: "spot" } },
});
const Node = new GraphQLInterfaceType({
  name: "Node",
  fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
});
const Part = new GraphQLInputObjectType({
  name: "Part",
  fields: {
    name: { type: new GraphQLNonNull(GraphQLString) },
    share: { type: GraphQLFloat, defaultValue: 0.5 },
  },
});
const Filter = new GraphQLInputObjectType({
  name: "Filter",
  fields: {
    name: { type: new GraphQLNonNull(GraphQLString) },
    kinds: { type: new GraphQLList(new GraphQLNonNull(Kind)) },
    least: { type: GraphQLInt, defaultValue: 3 },
    most: { type: UsdScalar },
    part: { type: Part },
    parts: { type: new GraphQLList(new GraphQLList(Part)) },
    ids: { type: new GraphQLList(GraphQLID) },
    only: { type: GraphQLBoolean },
  },
});
/** Contains itself, which the compiler cannot bear. */
const Tree: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: "Tree",
  fields: () => ({
    name: { type: GraphQLString, defaultValue: "leaf" },
    trees: { type: new GraphQLList(Tree) },
  }),
});
/** What must not be null and has a default, the compiler refuses where it is left out. */
const Wish = new GraphQLInputObjectType({
  name: "Wish",
  fields: { count: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 1 }, part: { type: Part } },
});
const Gpu = new GraphQLObjectType({
  name: "Gpu",
  fields: { model: { type: new GraphQLNonNull(GraphQLString) } },
});
const Offer: GraphQLObjectType = new GraphQLObjectType({
  name: "Offer",
  interfaces: [Node],
  fields: () => ({
    id: { type: new GraphQLNonNull(GraphQLID) },
    kind: { type: Kind },
    price: { type: UsdScalar },
    gpu: { type: Gpu },
    gpus: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Gpu))) },
    reliability: { type: GraphQLFloat },
    count: { type: GraphQLInt },
    verified: { type: GraphQLBoolean },
    fails: { type: GraphQLString, resolve: () => Promise.reject(new Error("a fault")) },
    mustNotFail: {
      type: new GraphQLNonNull(GraphQLString),
      resolve: () => {
        throw new Error("a fault");
      },
    },
    refused: {
      type: GraphQLString,
      resolve: () => {
        throw new GraphQLError("no", { extensions: { code: "FORBIDDEN", action: "offers.read" } });
      },
    },
    self: { type: Offer, resolve: (offer: unknown) => Promise.resolve(offer) },
  }),
});
const Refused = new GraphQLObjectType({ name: "Refused", fields: { message: { type: GraphQLString } } });
const Result = new GraphQLUnionType({
  name: "Result",
  types: [Offer, Refused],
  resolveType: (value: { message?: string; id?: string }) =>
    value.message ? "Refused" : value.id ? "Offer" : undefined,
});

const offer = (id: string, rest: object = {}) => ({
  id,
  kind: "on_demand",
  price: usd(2),
  gpu: { model: "H100" },
  gpus: [{ model: "H100" }, { model: "H100" }],
  reliability: 0.5,
  count: 2,
  verified: true,
  ...rest,
});
/** The arguments as they came, in one order. */
const given = (_: unknown, args: object) =>
  JSON.stringify(
    Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    (_key, value: unknown) => (typeof value === "bigint" ? `${value}` : value),
  );
const fields: GraphQLFieldConfigMap<unknown, { who: string }> = {
  offer: {
    type: Offer,
    args: { id: { type: GraphQLID } },
    resolve: (_, { id }: { id?: string }) => (id === "none" ? null : offer(id ?? "1")),
  },
  must: { type: new GraphQLNonNull(Offer), resolve: () => null },
  offers: {
    type: new GraphQLList(Offer),
    resolve: () => [offer("1"), Promise.resolve(offer("2")), null, Promise.reject(new Error("lost"))],
  },
  all: { type: new GraphQLList(new GraphQLNonNull(Offer)), resolve: async () => [offer("1"), null] },
  notAList: { type: new GraphQLList(Offer), resolve: () => offer("1") },
  odd: {
    type: Offer,
    resolve: () =>
      offer("odd", {
        kind: "for ever",
        count: 2 ** 40,
        reliability: Number.NaN,
        price: "two",
        gpu: {},
        gpus: [null],
      }),
  },
  empty: {
    type: Offer,
    resolve: () => offer("empty", { kind: undefined, price: null, gpu: undefined, count: null }),
  },
  results: { type: new GraphQLList(Result), resolve: () => [offer("1"), { message: "taken" }, {}] },
  nodes: { type: new GraphQLList(Node), resolve: () => [{ ...offer("1"), __typename: "Offer" }] },
  given: {
    type: GraphQLString,
    args: {
      filter: { type: Filter },
      first: { type: GraphQLInt, defaultValue: 10 },
      kind: { type: Kind },
      must: { type: GraphQLString },
      most: { type: UsdScalar },
      tree: { type: Tree },
      wish: { type: Wish },
    },
    resolve: given,
  },
  needs: { type: GraphQLString, args: { filter: { type: new GraphQLNonNull(Filter) } }, resolve: given },
  who: { type: GraphQLString, resolve: (_, __, { who }) => who },
  returnsError: { type: GraphQLString, resolve: () => new Error("a fault") },
  throwsText: {
    type: GraphQLString,
    resolve: () => {
      // oxlint-disable-next-line typescript/only-throw-error, no-throw-literal -- a library may throw anything
      throw "text";
    },
  },
};
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: "Query", fields }),
  mutation: new GraphQLObjectType({
    name: "Mutation",
    fields: {
      add: { type: GraphQLInt, resolve: async (root: { sum: number }) => ++root.sum },
      fails: { type: GraphQLInt, resolve: () => Promise.reject(new Error("a fault")) },
    },
  }),
  types: [Offer],
});

const documents: [string, object?][] = [
  ["{ __typename who }"],
  ["{ offer { id kind price gpu { model } gpus { model } reliability count verified __typename } }"],
  ["{ a: offer { x: id } b: offer(id: 7) { x: id } }"],
  ['{ none: offer(id: "none") { id } }'],
  ["{ must { id } who }"],
  ["{ offers { id } who }"],
  ["{ all { id } who }"],
  ["{ notAList { id } who }"],
  ["{ odd { id kind } who }"],
  ["{ odd { count } }"],
  ["{ odd { reliability } }"],
  ["{ odd { price } }"],
  ["{ odd { gpu { model } } }"],
  ["{ odd { gpus { model } } who }"],
  ["{ empty { id kind price gpu { model } count } }"],
  ["{ results { __typename ... on Offer { id gpu { model } } ... on Refused { message } } }"],
  ["{ nodes { __typename id ... on Offer { price } } }"],
  ["{ offer { fails id } }"],
  ["{ offer { mustNotFail id } who }"],
  ["{ offer { refused id self { refused self { fails } } } }"],
  ["{ returnsError who }"],
  ["{ throwsText who }"],
  ["query A { who } "],
  [
    "{ offer { ...F ...G } } fragment F on Offer { id gpu { model } } fragment G on Node { id ... on Offer { gpu { __typename } } }",
  ],
  [
    "query ($yes: Boolean!, $no: Boolean!) { offer { id @include(if: $yes) kind @skip(if: $yes) price @include(if: $no) count @skip(if: $no) } }",
    { yes: true, no: false },
  ],
  [
    "query ($yes: Boolean!) { offer { ...F @include(if: $yes) ... @skip(if: $yes) { count } } } fragment F on Offer { price }",
    { yes: true },
  ],
  ["query ($yes: Boolean = false) { offer { id price @include(if: $yes) } }"],
  ["query ($yes: Boolean = false) { offer { id price @include(if: $yes) } }", { yes: true }],
  [
    "query ($yes: Boolean!) { offer { id @skip(if: true) @include(if: $yes) price @include(if: $yes) price } }",
    { yes: false },
  ],
  ["{ given }"],
  ["{ given(first: null, kind: SPOT) }"],
  [
    '{ given(filter: { name: "a", kinds: [SPOT, ON_DEMAND], most: "2.5", part: { name: "b", share: null } }) }',
  ],
  ["query ($first: Int) { given(first: $first) }"],
  ["query ($first: Int) { given(first: $first) }", { first: null }],
  ["query ($first: Int = 5) { given(first: $first) }"],
  ["query ($first: Int = 5) { given(first: $first) }", { first: 6 }],
  ["query ($f: Filter) { given(filter: $f) }", { f: { name: "a", kinds: "SPOT" } }],
  [
    "query ($f: Filter) { given(filter: $f) }",
    { f: { name: "a", parts: { name: "b" }, most: "1", ids: [1, "2"] } },
  ],
  ["query ($t: Tree) { given(tree: $t) }", { t: { trees: [{ trees: [{ name: "a" }] }, {}] } }],
  ["query ($w: Wish) { given(wish: $w) }", { w: {} }],
  ["query ($w: Wish!) { given(wish: $w) }", { w: { count: null } }],
  ["query ($t: [Tree]) { given(tree: { trees: $t }) }", { t: [{}] }],
  ["query ($name: String!) { given(filter: { name: $name, least: 1 }) }", { name: "a" }],
  ['query ($n: Int) { given(filter: { name: "a", least: $n }) }'],
  ['query ($f: Filter = { name: "z" }) { given(filter: $f) }'],
  ["query ($first: Int! = 5) { given(first: $first) }"],
  ["query ($first: Int! = 5) { given(first: $first) }", { first: 6 }],
  ["query ($first: Int! = 5) { given(first: $first) }", { first: null }],
  [
    "query B($first: Int! = 4) { who given(first: $first) } query A($first: Int! = 5) { given(first: $first) }",
  ],
  ["query ($kind: Kind! = SPOT) { given(kind: $kind) }"],
  ['query ($most: Usd = "2.5") { given(most: $most) }'],
  [
    'query ($f: Filter! = { name: "z", most: "1", kinds: SPOT, parts: [[{ name: "b" }]] }) { needs(filter: $f) }',
  ],
  ["query ($id: ID = 5) { offer(id: $id) { id } }"],
  ["query ($yes: Boolean! = true) { who @include(if: $yes) a: who @skip(if: $yes) }"],
  ['query ($kinds: [Kind!]) { given(filter: { name: "a", kinds: $kinds }) }'],
  ['query ($kind: Kind!) { given(filter: { name: "a", kinds: [SPOT, $kind] }) }', { kind: "SPOT" }],
  ['query ($least: Int = 8) { given(filter: { name: "a", least: $least }) }'],
  ['query ($least: Int = 8) { given(filter: { name: "a", least: $least }) }', { least: 9 }],
  ['query ($least: Int = 8) { given(filter: { name: "a", least: $least }) }', { least: null }],
  ['query ($most: Usd!) { given(filter: { name: "a", most: $most }) }', { most: "2.5" }],
  ['query ($most: Usd) { given(filter: { name: "a", most: $most, least: 1 }) }', { most: "2.500001" }],
  ['query ($name: String!) { given(filter: { name: $name, most: "2.5" }) }', { name: "a" }],
  ['query ($kinds: [Kind!]) { given(filter: { name: "a", kinds: $kinds }) }', { kinds: ["SPOT"] }],
  ['query ($kinds: [Kind!]) { given(filter: { name: "a", kinds: $kinds }) }', { kinds: "SPOT" }],
  ['query ($part: Part!) { given(filter: { name: "a", part: $part }) }', { part: { name: "b" } }],
  [
    'query ($p: Part) { given(filter: { name: "a", parts: [[$p, { name: "c" }], [$p]] }) }',
    { p: { name: "b", share: 1 } },
  ],
  ['query ($p: Part) { given(filter: { name: "a", parts: [[$p, { name: "c" }], [$p]] }) }'],
  ['query ($id: ID) { given(filter: { name: "a", ids: [$id, 2, "c"] }) }', { id: 1 }],
  [
    "query ($n: String!) { a: needs(filter: { name: $n }) b: needs(filter: { name: $n, only: true }) }",
    { n: "a" },
  ],
  ['query ($n: String = "q") { needs(filter: { name: $n }) }'],
  ['query ($n: String = "q") { needs(filter: { name: $n }) }', { n: "r" }],
  ['query ($n: String = "q") { needs(filter: { name: $n }) }', { n: null }],
  [
    "query ($unused: String, $first: Int) { a: given(first: $first) b: given(must: $unused) }",
    { unused: "x", more: 1 },
  ],
  // Variables that do not fit.
  ["query ($f: Filter!) { needs(filter: $f) }"],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: null }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: {} }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: null } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: 1 } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: "a", more: 1 } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: "a", kinds: ["FOR_EVER"] } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: "a", kinds: [null] } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: "a", least: 1.5 } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: "a", most: "one" } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: { name: "a", most: 1 } }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: "a" }],
  ["query ($f: Filter!) { needs(filter: $f) }", { f: [] }],
  ["query ($n: Int!) { given(first: $n) }", { n: 2 ** 31 }],
  ["query ($n: Int!) { given(first: $n) }", { n: "1" }],
  ["query ($k: Kind!) { given(kind: $k) }", { k: "spot" }],
  ["query ($yes: Boolean!) { who @include(if: $yes) }", { yes: "true" }],
  ["query ($yes: Boolean!) { who @include(if: $yes) }", {}],
  // Mutations run one after the other, and go on after one that failed.
  ["mutation { a: add b: add c: add }"],
  ["mutation { a: add fails b: add }"],
  ['{ __type(name: "Offer") { name fields { name type { kind ofType { name } } } } }'],
];

const log = makeLog("silent");

/** What a client is told, with the errors in one order. */
async function told(execute: Execute, query: string, variables: object): Promise<unknown> {
  const result = await execute({
    document: parse(query),
    operationName: query.includes("query A") ? "A" : undefined,
    variables: variables as Record<string, unknown>,
    context: { who: "Ada" },
    root: { sum: 0 },
  });
  const errors = result.errors?.map((error) => speakError(error, log, "req_1"));
  errors?.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return JSON.parse(JSON.stringify({ data: result.data, errors }));
}

test.each(documents)(
  "compiled or interpreted, the answer is the same: %s %j",
  async (query, variables = {}) => {
    expect(validate(schema, parse(query))).toEqual([]);
    const interpreted = await told(makeExecutor(schema, "interpreted"), query, variables);
    const compiled = await told(makeExecutor(schema, "compiled"), query, variables);
    expect(compiled).toEqual(interpreted);
  },
);

const json = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom("a", "SPOT", 1, -1, 1.5, 2 ** 31, "2.5", true, null, [], {}),
);
const part = fc.oneof(fc.record({ name: json, share: json, more: json }, { requiredKeys: [] }), json);
const variables = fc.record(
  {
    f: fc.oneof(
      fc.record(
        {
          name: json,
          kinds: fc.oneof(fc.array(json), json),
          least: json,
          most: json,
          part,
          parts: fc.array(part),
          ids: fc.array(json),
          only: json,
        },
        { requiredKeys: [] },
      ),
      json,
    ),
    name: json,
    kinds: fc.oneof(fc.array(json), json),
    least: json,
    most: json,
    part,
    only: json,
  },
  { requiredKeys: [] },
);

test.each([
  "query ($f: Filter!) { needs(filter: $f) }",
  'query ($f: Filter = { name: "z" }) { given(filter: $f) }',
  // Of types that the compiler does not read as the language does.
  "query ($part: Wish, $only: Boolean = true) { given(wish: $part) who @include(if: $only) }",
  'query ($part: Wish! = { part: { name: "z" } }) { given(wish: $part) }',
  "query ($part: Tree, $kinds: [Tree!]) { given(tree: $part) all: given(tree: { trees: $kinds }) }",
  "query ($name: String!, $kinds: [Kind!], $least: Int, $most: Usd, $part: Part, $only: Boolean = true) { given(filter: { name: $name, kinds: $kinds, least: $least, most: $most, part: $part, parts: [[$part]], only: $only }) }",
])("compiled or interpreted, any variables are taken, or refused in the same words: %s", async (query) => {
  const [interpreted, compiled] = [makeExecutor(schema, "interpreted"), makeExecutor(schema, "compiled")];
  await fc.assert(
    fc.asyncProperty(variables, async (given) => {
      expect(await told(compiled, query, given)).toEqual(await told(interpreted, query, given));
    }),
    { numRuns: 300 },
  );
});

test("a type that is decided in a promise is beyond the compiler, and told as a fault", async () => {
  const Late = new GraphQLUnionType({ name: "Late", types: [Gpu], resolveType: async () => "Gpu" });
  const query = new GraphQLObjectType({
    name: "Query",
    fields: { late: { type: Late, resolve: () => ({ model: "H100" }) } },
  });
  const ask = (kind: "interpreted" | "compiled") =>
    makeExecutor(
      new GraphQLSchema({ query }),
      kind,
    )({
      document: parse("{ late { ... on Gpu { model } } }"),
      variables: {},
      context: {},
    });
  expect(await ask("interpreted")).toMatchObject({ data: { late: { model: "H100" } } });
  expect(await ask("compiled")).toMatchObject({ data: { late: null }, errors: [{ path: ["late"] }] });
});
