import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { key, person } from "../testing/actors.ts";
import { ORIGIN, startTestApi, type TestApi } from "../testing/api.ts";
import { expectNoLeak } from "../testing/leaks.ts";
import { Line, post } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";

let world: World;
let api: TestApi;
let production: TestApi;
beforeAll(async () => {
  world = await makeWorld();
  const schema = buildSchemaOf(offerResolvers);
  const actors = [person("Ada"), key("ci", ["read"])];
  api = await startTestApi(world, schema, actors);
  production = await startTestApi(world, schema, actors, { config: { NODE_ENV: "production" } });
});
afterAll(async () => {
  await production?.stop();
  await api?.stop();
  await world?.close();
});

const ADA = { authorization: "Bearer Ada" };
const ask = (query: unknown, rest: object = {}) => JSON.stringify({ query, ...rest });
const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

describe("a body that is no request is refused with a typed error", () => {
  const bodies: [string, string | Uint8Array<ArrayBuffer>, number, string][] = [
    ["nothing", "", 400, "BAD_REQUEST"],
    ["half of JSON", '{"query": "{ __typename', 400, "BAD_REQUEST"],
    ["a byte-order mark", `\ufeff${ask("{ __typename }")}`, 400, "BAD_REQUEST"],
    ["bytes that are not UTF-8", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400, "BAD_REQUEST"],
    ["JSON with a comment", `/* hello */ ${ask("{ __typename }")}`, 400, "BAD_REQUEST"],
    ["GraphQL instead of JSON", "{ __typename }", 400, "BAD_REQUEST"],
    ["a number", "42", 400, "BAD_REQUEST"],
    ["a string", '"{ __typename }"', 400, "BAD_REQUEST"],
    ["null", "null", 400, "BAD_REQUEST"],
    ["an empty object", "{}", 400, "BAD_REQUEST"],
    ["a batch", `[${ask("{ __typename }")},${ask("{ __typename }")}]`, 400, "BAD_REQUEST"],
    ["a batch of nothing", "[]", 400, "BAD_REQUEST"],
    ["brackets 49,000 deep", deep(49_000), 400, "BAD_REQUEST"],
    ["a query that is a number", ask(1), 400, "BAD_REQUEST"],
    ["a query that is a list", ask(["{ __typename }"]), 400, "BAD_REQUEST"],
    ["a query that is a parsed document", ask({ kind: "Document", definitions: [] }), 400, "BAD_REQUEST"],
    ["no query", JSON.stringify({ variables: {} }), 400, "BAD_REQUEST"],
    ["an empty query", ask(""), 400, "BAD_REQUEST"],
    ["variables as text", ask("{ __typename }", { variables: "{}" }), 400, "BAD_REQUEST"],
    ["variables as a list", ask("{ __typename }", { variables: [] }), 400, "BAD_REQUEST"],
    ["an operation's name as a number", ask("{ __typename }", { operationName: 1 }), 400, "BAD_REQUEST"],
    ["extensions as text", ask("{ __typename }", { extensions: "{}" }), 400, "BAD_REQUEST"],
    ["keys of the prototype", '{"__proto__": {"query": "{ __typename }"}}', 400, "BAD_REQUEST"],
    ["only a comment", ask("# hello"), 200, "GRAPHQL_PARSE_FAILED"],
    ["a syntax error", ask("{"), 200, "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", ask("{ nothing }"), 200, "GRAPHQL_VALIDATION_FAILED"],
    ["a schema instead of a query", ask("type Query { a: Int }"), 200, "GRAPHQL_VALIDATION_FAILED"],
    [
      "an unknown operation's name",
      ask("query A { __typename }", { operationName: "B" }),
      200,
      "OPERATION_RESOLUTION_FAILURE",
    ],
    [
      "an operation's name that is none",
      ask("{ nothing", { operationName: "not a name" }),
      200,
      "OPERATION_RESOLUTION_FAILURE",
    ],
    [
      "two operations and no name",
      ask("query A { __typename } query B { __typename }"),
      200,
      "OPERATION_RESOLUTION_FAILURE",
    ],
    ["only a fragment", ask("fragment F on Query { __typename }"), 200, "GRAPHQL_VALIDATION_FAILED"],
    ["a missing variable", ask("query ($id: ID!) { offer(id: $id) { id } }"), 200, "BAD_USER_INPUT"],
    [
      "a variable of another type",
      ask("query ($n: Int) { offers(first: $n) { totalCount } }", { variables: { n: "ten" } }),
      200,
      "BAD_USER_INPUT",
    ],
    [
      "a variable beyond 32 bits",
      ask("query ($n: Int!) { offers(first: $n) { totalCount } }", { variables: { n: 2 ** 31 } }),
      200,
      "BAD_USER_INPUT",
    ],
    [
      "a number beyond 32 bits",
      ask("{ offers(first: 99999999999999999999) { totalCount } }"),
      200,
      "GRAPHQL_VALIDATION_FAILED",
    ],
    ["a page of nothing", ask("{ offers(first: 0) { totalCount } }"), 200, "BAD_USER_INPUT"],
    ["a negative page", ask("{ offers(first: -1) { totalCount } }"), 200, "BAD_USER_INPUT"],
    ["a page of 101", ask("{ offers(first: 101) { totalCount } }"), 200, "BAD_USER_INPUT"],
    [
      "a cursor of somebody else",
      ask('{ offers(after: "bm90IG91cnM=") { totalCount } }'),
      200,
      "BAD_USER_INPUT",
    ],
    [
      "variables 10,000 deep",
      `{"query": "{ __typename }", "variables": {"a": ${deep(10_000)}}}`,
      200,
      "TOO_COMPLEX",
    ],
    [
      "a NUL in a variable",
      ask("query ($id: ID!) { offer(id: $id) { id } }", { variables: { id: "off_\0" } }),
      200,
      "BAD_USER_INPUT",
    ],
    ["a NUL in a document", ask('{ offer(id: "off_\\u0000") { id } }'), 200, "BAD_USER_INPUT"],
    [
      "an enum's value that is none",
      ask("{ offers(filter: { kinds: [FOREVER] }) { totalCount } }"),
      200,
      "GRAPHQL_VALIDATION_FAILED",
    ],
    [
      "an amount that is none",
      ask("query ($f: OfferFilter) { offers(filter: $f) { totalCount } }", {
        variables: { f: { pricePerGpuHourMax: "1e9" } },
      }),
      200,
      "BAD_USER_INPUT",
    ],
  ];

  test.each(bodies)("%s", async (_name, body, status, code) => {
    const reply = await post(api, body, ADA);
    expect(reply).toMatchObject({ status, code });
    expect(reply.headers.get("content-type")).toMatch(/^application\/json/);
    expectNoLeak(reply.text);
    expect((await api.ask("Ada", "{ __typename }")).body.data).toEqual({ __typename: "Query" });
  });
});

test("an operation whose name is left empty is the only one", async () => {
  const reply = await post(api, ask("query A { __typename }", { operationName: "" }), ADA);
  expect(reply).toMatchObject({ status: 200, code: undefined });
});

describe("only JSON by POST is run (T7)", () => {
  test.each(["GET", "HEAD", "PUT", "DELETE", "PATCH"])("%s is not allowed", async (method) => {
    const query = encodeURIComponent("{ offers { totalCount } }");
    const response = await fetch(`${api.url}/graphql?query=${query}`, {
      method,
      headers: { ...ADA, "apollo-require-preflight": "1" },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
    expect(await response.text()).not.toContain("totalCount");
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/graphql",
    "application/jsonp",
    "application/json-patch+json",
    "text/json, application/json",
    "",
  ])("content type “%s” is refused, also where the answer is at hand", async (type) => {
    const body = ask("{ offers { totalCount } }");
    expect((await post(api, body, ADA)).status).toBe(200);
    const reply = await post(api, body, { ...ADA, "content-type": type, "apollo-require-preflight": "1" });
    expect(reply).toMatchObject({ status: 415, code: "BAD_REQUEST" });
  });

  test.each(["application/json", "application/json; charset=utf-8", "Application/JSON ;charset=UTF-8"])(
    "content type “%s” is taken",
    async (type) => {
      expect((await post(api, ask("{ __typename }"), { "content-type": type })).status).toBe(200);
    },
  );
});

describe("T8: only the console's pages may read answers with credentials", () => {
  test.each([
    [ORIGIN, ORIGIN],
    [`${ORIGIN}.evil.example`, null],
    ["https://console.test", null],
    [`${ORIGIN}:8080`, null],
    ["http://evil-console.test", null],
    ["http://CONSOLE.TEST", null],
    ["null", null],
    ["*", null],
  ])("a page of %s", async (origin, allowed) => {
    const reply = await post(api, ask("{ __typename }"), { origin });
    expect(reply.headers.get("access-control-allow-origin")).toBe(allowed);
    expect(reply.headers.get("access-control-allow-credentials")).toBe(allowed && "true");
    expect(reply.headers.get("vary")).toBe("origin");
    const preflight = await fetch(`${api.url}/graphql`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBe(allowed);
    expect(preflight.headers.get("access-control-allow-headers") !== null).toBe(allowed !== null);
  });
});

describe("F10: a body may have 100,000 bytes", () => {
  const padded = (bytes: number) =>
    ask(`{ __typename } #`).slice(0, -2) + "x".repeat(bytes - ask(`{ __typename } #`).length) + '"}';

  test("one of just so many is taken", async () => {
    expect(padded(100_000)).toHaveLength(100_000);
    expect((await post(api, padded(100_000))).status).toBe(200);
    expect(await post(api, padded(100_001))).toMatchObject({ status: 413, code: "BAD_REQUEST" });
  });

  test.each([
    ["announced", (body: string) => `Content-Length: ${body.length}\r\n\r\n${body}`],
    [
      "in chunks",
      (body: string) =>
        `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ],
  ])("one of a megabyte, %s, is refused and its connection serves the next request", async (_name, write) => {
    const line = new Line(api);
    const head = `POST /graphql HTTP/1.1\r\nHost: berth\r\nContent-Type: application/json\r\n`;
    line.say(head + write(padded(1_000_000)));
    expect(await line.hear(/HTTP\/1\.1 \d+/)).toBe("HTTP/1.1 413");
    line.say(head + write(ask("{ __typename }")));
    expect(await line.hear(/HTTP\/1\.1 \d+/)).toBe("HTTP/1.1 200");
    line.socket.destroy();
  });
});

describe("what is not HTTP is refused and its connection closed", () => {
  test.each([
    ["garbage", "\0\x01\x02 hello\r\n\r\n", "400"],
    [
      "headers of 20 kB",
      `POST /graphql HTTP/1.1\r\nHost: berth\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`,
      "431",
    ],
    [
      "two lengths",
      "POST /graphql HTTP/1.1\r\nHost: berth\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
      "400",
    ],
    [
      "a length and chunks",
      "POST /graphql HTTP/1.1\r\nHost: berth\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "400",
    ],
    ["a bare CR in a header", "POST /graphql HTTP/1.1\r\nHost: berth\r\nX: a\rb\r\n\r\n", "400"],
  ])("%s", async (_name, text, status) => {
    const line = new Line(api);
    line.say(text);
    expect(await line.hear(/HTTP\/1\.1 \d+/)).toBe(`HTTP/1.1 ${status}`);
    await line.closed;
  });

  test("a client that hangs up in the middle of its body disturbs nobody", async () => {
    const line = new Line(api);
    line.say(
      'POST /graphql HTTP/1.1\r\nHost: berth\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"query"',
    );
    await new Promise(setImmediate);
    line.socket.resetAndDestroy();
    await line.closed;
    expect((await api.ask("Ada", "{ __typename }")).status).toBe(200);
  });
});

describe("F11: what only looks like a fault of ours is named for what it is", () => {
  test("a subscription by POST", async () => {
    const reply = await post(api, ask("subscription { offersChanged { __typename } }"), ADA);
    expect(reply).toMatchObject({ status: 200, code: "SUBSCRIPTION_OVER_HTTP" });
    const modern = await post(api, ask("subscription { offersChanged { __typename } }"), {
      ...ADA,
      accept: "application/graphql-response+json",
    });
    expect(modern).toMatchObject({ status: 400, code: "SUBSCRIPTION_OVER_HTTP" });
  });

  test("a hash that is not known", async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } };
    expect(await post(api, JSON.stringify({ extensions }))).toMatchObject({
      status: 200,
      code: "PERSISTED_QUERY_NOT_FOUND",
    });
  });

  test("a hash of another document is not looked at where the text is sent along", async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } };
    expect(await post(api, ask("{ __typename }", { extensions }))).toMatchObject({
      status: 200,
      code: undefined,
    });
  });

  test.each([1, null, [], { sha256Hash: 1 }, { sha256Hash: "__proto__" }])(
    "a hash written as %j",
    async (persistedQuery) => {
      const reply = await post(api, JSON.stringify({ extensions: { persistedQuery } }));
      expect(["BAD_REQUEST", "PERSISTED_QUERY_NOT_FOUND"]).toContain(reply.code);
    },
  );
});

describe("T26, T27: strangers in production are not shown the schema", () => {
  const introspections = [
    "{ __schema { types { name } } }",
    '{ __type(name: "Query") { name } }',
    "{ ...F } fragment F on Query { a: __schema { queryType { name } } }",
    'query A { __typename } query B { __type(name: "Query") { name } }',
  ];

  test.each(introspections)("nobody is refused: %s", async (query) => {
    const reply = await post(production, ask(query, query.includes("query B") ? { operationName: "B" } : {}));
    expect(reply.code).toBe("UNAUTHENTICATED");
  });

  test("who is signed in, or sends a key, may look", async () => {
    for (const who of ["Ada", "ci"]) {
      expect((await production.ask(who, introspections[0]!)).body.errors).toBeUndefined();
    }
  });

  test("__typename tells nothing and is answered", async () => {
    expect((await production.ask(null, "{ __typename }")).body.data).toEqual({ __typename: "Query" });
  });

  const nearly: [string, object?][] = [
    ["{ offer }"],
    ["{ ofers { totalCount } }"],
    ["{ offers(frist: 1) { totalCount } }"],
    ["query ($k: OfferKinds) { __typename @include(if: $k) }"],
    ["{ offers(filter: { kinds: [ON_DEMANDS] }) { totalCount } }"],
    ["query ($f: OfferFilter) { offers(filter: $f) { totalCount } }", { f: { kinds: ["ON_DEMANDS"] } }],
    ["query ($f: OfferFilter) { offers(filter: $f) { totalCount } }", { f: { gpuModel: ["H100"] } }],
  ];

  test.each(nearly)("no hint at what exists: %s", async (query, variables) => {
    const stranger = await post(production, ask(query, { variables }));
    expect(stranger.code).toBeDefined();
    expect(stranger.text).not.toContain("Did you mean");
  });

  test("who may look at the schema is given hints", async () => {
    expect((await post(production, ask("{ ofers { totalCount } }"), ADA)).text).toContain("Did you mean");
  });

  test.each(["/", "/graphql", "/graphql/", "/nothing", "/playground", "/.env", "/metrics/../graphql"])(
    "there is no page at %s",
    async (path) => {
      const response = await fetch(`${production.url}${path}`, { headers: { accept: "text/html" } });
      expect([404, 405]).toContain(response.status);
      expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    },
  );
});
