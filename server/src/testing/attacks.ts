// What is sent to make the process work, wait or fall over, rather than to be answered.

export const times = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join(" ");
export const aliases = (count: number) => `{ ${times(count, (at) => `a${at}: __typename`)} }`;
export const list = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
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

/** Documents that are refused, each with the code it is refused with. */
export const shapes: Shape[] = [
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

export interface Attack {
  name: string;
  body: string;
  headers?: Record<string, string>;
  /** Large, but nothing that is not allowed: it may be answered. */
  isAllowed?: true;
}

const asks = (query: string, variables?: object) => JSON.stringify({ query, variables });
const filtered = "query ($f: OfferFilter) { offers(filter: $f) { totalCount } }";
const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

/** Bodies at which much is read, checked or compared before they can be refused, or that try to be something else. */
const bodies: Attack[] = [
  { name: "a name of 90,000 letters", body: asks(`{ ${"a".repeat(90_000)} }`) },
  {
    name: "a comment of 90,000 letters",
    body: asks(`# ${"x".repeat(90_000)}\n{ __typename }`),
    isAllowed: true,
  },
  {
    name: "40,000 commas",
    body: asks(`{ __typename ${",".repeat(40_000)} }`),
    isAllowed: true,
  },
  {
    name: "text of 90,000 letters",
    body: asks(`{ offer(id: "${"x".repeat(90_000)}") { id } }`),
    isAllowed: true,
  },
  {
    name: "a block of 20,000 lines",
    body: asks(`{ offer(id: """${"\n ".repeat(20_000)}""") { id } }`),
    isAllowed: true,
  },
  {
    name: "15,000 escapes",
    body: asks(`{ offer(id: "${"\\u0041".repeat(13_000)}") { id } }`),
    isAllowed: true,
  },
  {
    name: "a number of 90,000 digits",
    body: asks(`{ offers(first: ${"9".repeat(90_000)}) { totalCount } }`),
  },
  { name: "a number that is infinite", body: asks(`{ offers(first: 1e400) { totalCount } }`) },
  {
    name: "8,000 variables nobody asked for",
    body: asks("{ __typename }", Object.fromEntries(many(8_000, (at) => [`v${at}`, at]))),
  },
  {
    name: "240 variables that nothing uses",
    body: asks(`query (${times(240, (at) => `$v${at}: Int`)}) { __typename }`),
  },
  {
    name: "a variable whose default is deep",
    body: asks(`query ($f: OfferFilter = { gpuModels: ${list(300)} }) { offers(filter: $f) { totalCount } }`),
  },
  {
    name: "a list of 20,000 in a variable",
    body: asks(filtered, { f: { gpuModels: many(20_000, () => "a") } }),
  },
  {
    name: "9,000 fields of an input that has none of them",
    body: asks(filtered, { f: Object.fromEntries(many(9_000, (at) => [`g${at}`, 1])) }),
  },
  {
    name: "100 inputs, each with 80 fields that it has not",
    body: asks("query ($s: [OfferSort!]) { offers(sort: $s) { totalCount } }", {
      s: many(100, () => Object.fromEntries(many(80, (at) => [`g${at}`, 1]))),
    }),
  },
  {
    name: "an input within itself",
    body: `{"query":"${filtered}","variables":{"f":${'{"f":'.repeat(9_000)}1${"}".repeat(9_000)}}}`,
  },
  {
    name: "variables 49,000 deep",
    body: `{"query":"{ __typename }","variables":{"a":${"[".repeat(49_000)}${"]".repeat(49_000)}}}`,
  },
  { name: "brackets 49,000 deep", body: `${"[".repeat(49_000)}${"]".repeat(49_000)}` },
  { name: "objects 16,000 deep", body: `${'{"a":'.repeat(16_000)}1${"}".repeat(16_000)}` },
  { name: "one key 9,000 times", body: `{${many(9_000, () => '"query":"{"').join(",")}}` },
  {
    name: "keys of the prototype",
    body: '{"__proto__":{"query":"{ __typename }"},"constructor":{"prototype":{}}}',
  },
  {
    name: "variables that are the prototype",
    body: `{"query":"${filtered}","variables":{"__proto__":{"f":{}},"f":{"constructor":{}}}}`,
  },
  { name: "a batch of 2,000", body: `[${many(2_000, () => asks("{ __typename }")).join(",")}]` },
  {
    name: "120 selections to compare with one another",
    body: asks(`{ ${times(120, () => "offers { nodes { id id id } }")} }`),
  },
  {
    name: "one field 480 times",
    body: asks(`{ offers { nodes { ${times(480, () => "id")} } } }`),
    isAllowed: true,
  },
  {
    name: "one object 60 times",
    body: asks(`{ offers { ${times(60, () => "nodes { gpu { model } }")} } }`),
    isAllowed: true,
  },
  {
    name: "one field with 60 arguments to compare",
    body: asks(`{ ${times(60, (at) => `offers(first: ${at + 1}) { totalCount }`)} }`),
  },
  {
    name: "30 fragments to compare with one another",
    body: asks(
      `{ ${times(30, (at) => `...F${at}`)} } ${times(30, (at) => `fragment F${at} on Query { offers { nodes { ${at % 2 ? "id" : "region"} } } }`)}`,
    ),
  },
  {
    name: "80 fragments that nothing spreads",
    body: asks(`{ __typename } ${times(80, (at) => `fragment F${at} on Query { __typename }`)}`),
  },
  { name: "90 operations", body: asks(times(90, (at) => `query Q${at} { __typename }`)) },
  {
    name: "fragments one within another, 90 deep",
    body: asks(`{ ${"... on Query { ".repeat(90)} nothing ${"} ".repeat(90)} }`),
  },
  {
    name: "pages within pages",
    body: asks("{ offers(first: 100) { nodes { provider { offers(first: 100) { nodes { id } } } } } }"),
  },
  {
    name: "15 full pages",
    body: asks(`{ ${times(15, (at) => `p${at}: offers(first: 100) { nodes { id region } }`)} }`),
    isAllowed: true,
  },
  {
    name: "a hash of nothing",
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: "f".repeat(64) } } }),
  },
  {
    name: "a hash of 90,000 letters",
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: "f".repeat(90_000) } } }),
  },
  { name: "a byte more than there may be", body: `{"query":"${"x".repeat(99_989)}"}` },
  { name: "five megabytes", body: asks(`{ ${"a ".repeat(2_500_000)} }`) },
  {
    name: "a body that says it is compressed",
    body: "\u001f\u008b".repeat(4_000),
    headers: { "content-encoding": "gzip" },
  },
  {
    name: "a form",
    body: "query={__typename}".repeat(2_000),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
  { name: "half of a body", body: asks(`{ ${"a ".repeat(20_000)}`).slice(0, -2) },
  {
    name: "a mutation that may not",
    body: asks(
      `mutation { ${times(15, (at) => `m${at}: renameAccount(input: { name: "x" }) { __typename }`)} }`,
    ),
  },
  { name: "a subscription by POST", body: asks("subscription { offersChanged { __typename } }") },
];

export const attacks: Attack[] = [
  ...shapes.map(({ name, query, variables, operationName }) => ({
    name,
    body: JSON.stringify({ query, variables, operationName }),
  })),
  ...bodies,
];
