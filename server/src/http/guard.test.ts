import { buildSchema, type GraphQLSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientAddress } from "../accounts/index.ts";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { key, person } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { MovableClock } from "../testing/clock.ts";
import { errorsOf, post, Wire } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { type Actor, NOBODY } from "../values/actor.ts";
import { Buckets } from "./bucket.ts";
import { Documents, type Prepared } from "./documents.ts";
import { Guard } from "./guard.ts";

const schema = buildSchemaOf(offerResolvers);
const clock = new MovableClock();

function prepare(text: string, of: GraphQLSchema = schema): Prepared {
  const prepared = new Documents(of).prepare(text, "");
  if ("errors" in prepared) throw new Error(prepared.errors[0]?.message);
  return prepared;
}

const guard = new Guard(schema, new Buckets(clock, 1_000_000), true);

describe("what an operation costs is known before it runs", () => {
  const page = "nodes { id provider { name } gpu { model } }";
  const costs: [string, number, object?][] = [
    ["{ __typename }", 1],
    ["{ offer(id: 1) { id } }", 2],
    ["{ offer(id: 1) { id provider { name } gpu { model } } }", 4],
    ["{ providers { id } }", 11],
    ["{ offers { totalCount } }", 2],
    ["{ offers { nodes { id } } }", 52],
    ["{ offers(first: 10) { nodes { id } } }", 12],
    [`{ offers(first: 10) { ${page} } }`, 32],
    ["{ offers(first: 10) { edges { cursor node { id } } } }", 22],
    [
      "{ offers(first: 10) { nodes { id } pageInfo { hasNextPage } facets { gpuModels { value } countries { value } } } }",
      34,
    ],
    ["query ($n: Int!) { offers(first: $n) { nodes { id } } }", 32, { n: 30 }],
    ["query ($n: Int! = 20) { offers(first: $n) { nodes { id } } }", 22],
    ["query ($n: Int! = 20) { offers(first: $n) { nodes { id } } }", 7, { n: 5 }],
    // What is no size counts as the field's own; what is too large or too small is refused later.
    ["query ($n: Int!) { offers(first: $n) { nodes { id } } }", 52, { n: "1" }],
    ["query ($n: Int!) { offers(first: $n) { nodes { id } } }", 102, { n: 1_000_000 }],
    ["{ offers(first: -5) { nodes { id } } }", 3],
    ["{ a: offers(first: 10) { nodes { id } } b: offers(first: 20) { nodes { id } } }", 33],
    [
      "{ ...F } fragment F on Query { offers(first: 10) { ...G } } fragment G on OfferConnection { nodes { id } }",
      12,
    ],
    ["{ offers(first: 10) { ... on OfferConnection { ... { nodes { id } } } } }", 12],
    ["subscription { offersChanged { __typename } }", 2],
    [
      "subscription { offersChanged { ... on OffersDelta { changed { id } } ... on OffersSnapshot { offers { id } } } }",
      22,
    ],
    ["{ __schema { types { name } } }", 101],
    ['{ __type(name: "Offer") { name } }', 101],
  ];
  test.each(costs)("%s is %i", (query, cost, variables = {}) => {
    expect(guard.costOf(prepare(query), variables as Record<string, unknown>)).toBe(cost);
  });

  test("a mutation is dearer than a query, and what an interface asks for counts", () => {
    const other = buildSchema(`
      interface Node { id: ID! owner: Owner } type Owner { id: ID! }
      type Thing implements Node { id: ID! owner: Owner }
      type Query { thing: Node } type Mutation { make: Thing }
    `);
    const costOf = (text: string) =>
      new Guard(other, new Buckets(clock, 100), true).costOf(prepare(text, other), {});
    expect(costOf("{ thing { owner { id } } }")).toBe(3);
    expect(costOf("{ thing { ...F } } fragment F on Node { owner { id } }")).toBe(3);
    expect(costOf("mutation { make { owner { id } } }")).toBe(13);
  });
});

describe("what is too dear is refused", () => {
  const nested = buildSchema(`
    type Query { things(first: Int! = 10): ThingConnection! }
    type ThingConnection { nodes: [Thing!]! }
    type Thing { id: ID! things(first: Int! = 10): ThingConnection! }
  `);
  const pages = (first: number, levels: number): string =>
    levels === 0 ? "id" : `things(first: ${first}) { nodes { ${pages(first, levels - 1)} } }`;
  const admit = (text: string, size: number) => {
    const guard = new Guard(nested, new Buckets(clock, size), true);
    const prepared = prepare(text, nested);
    return guard.admit(prepared, guard.priceOf(prepared, {}), NOBODY, () => "198.51.100.1");
  };

  test("pages within pages multiply", () => {
    expect(admit(`{ ${pages(100, 1)} }`, 100_000)).toMatchObject({ requested: 102 });
    expect(admit(`{ ${pages(100, 2)} }`, 100_000)).toMatchObject({ requested: 10_202 });
    expect(admit(`{ ${pages(100, 3)} }`, 100_000)).toMatchObject({
      extensions: { code: "TOO_COMPLEX", cost: 1_020_202, most: 12_000 },
    });
  });

  test("what an empty bucket could not take is not put off until later", () => {
    expect(admit(`{ ${pages(100, 1)} }`, 101)).toMatchObject({
      extensions: { code: "TOO_COMPLEX", most: 101 },
    });
    expect(admit(`{ ${pages(100, 1)} }`, 102)).toMatchObject({ requested: 102, remaining: 0 });
  });
});

describe("T12: points are counted for whoever asks", () => {
  const asks = (guard: Guard, actor: Actor, address = "198.51.100.1") =>
    "requested" in guard.admit(prepare("{ __typename }"), 1, actor, () => address);
  const small = () => new Guard(schema, new Buckets(clock, 1), true);

  test("a person by the sign-in, a key by itself, wherever they ask from", () => {
    const guard = small();
    expect(asks(guard, person("Ada"), "198.51.100.1")).toBe(true);
    expect(asks(guard, person("Ada"), "198.51.100.2")).toBe(false);
    expect(asks(guard, person("Bo"))).toBe(true);
    expect(asks(guard, key("ci", ["read"]))).toBe(true);
    expect(asks(guard, key("ci", ["read"]))).toBe(false);
    expect(asks(guard, key("cd", ["read"], "acc_ci"))).toBe(true);
  });

  test("strangers by their address, of which an IPv6 network has one", () => {
    const guard = small();
    expect(asks(guard, NOBODY, "198.51.100.1")).toBe(true);
    expect(asks(guard, NOBODY, "198.51.100.1")).toBe(false);
    expect(asks(guard, NOBODY, "::ffff:198.51.100.2")).toBe(true);
    expect(asks(guard, NOBODY, "::ffff:198.51.100.3")).toBe(true);
    expect(asks(guard, NOBODY, "2001:db8:1:2::1")).toBe(true);
    expect(asks(guard, NOBODY, "2001:db8:1:2:3:4:5:6")).toBe(false);
    expect(asks(guard, NOBODY, "2001:db8:1:3::1")).toBe(true);
    expect(asks(guard, NOBODY, "2001:db8::1")).toBe(true);
    expect(asks(guard, NOBODY, "2001:db8::2")).toBe(false);
    expect(asks(guard, NOBODY, "::1")).toBe(true);
  });
});

describe("over the API", () => {
  let world: World;
  let api: TestApi;
  let reads = 0;
  beforeAll(async () => {
    world = await makeWorld();
    const db = new Proxy(world.platform.db, {
      get(target, name, receiver) {
        reads += 1;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    api = await startTestApi(world, schema, [person("Ada"), person("Bo"), person("Cy")], {
      platform: { ...world.platform, db },
      marketRevision: async () => `${++reads}`,
      clientAddress,
      config: { COST_PER_MINUTE: 60 },
    });
  });
  afterAll(async () => {
    const stopped = api?.stop();
    await world?.clock.advance(10_000);
    await stopped;
    await world?.close();
  });

  const ask = (who: string, first: number) =>
    post(api, JSON.stringify({ query: `{ offers(first: ${first}) { nodes { id } } }` }), {
      authorization: `Bearer ${who}`,
    });

  test("an answer says what it cost and what is left", async () => {
    const reply = await ask("Ada", 18);
    expect(JSON.parse(reply.text)).toMatchObject({ extensions: { cost: { requested: 20, limit: 60 } } });
    expect(reply.headers.get("ratelimit-limit")).toBe("60");
    expect(reply.headers.get("ratelimit-remaining")).toBe("40");
  });

  test("who has no points left is told when to come back, and no query runs", async () => {
    await ask("Bo", 48);
    const before = reads;
    const reply = await ask("Bo", 48);
    expect(reply).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    expect(reply.headers.get("retry-after")).toBe("40");
    expect(JSON.parse(reply.text)).toMatchObject({ errors: [{ extensions: { retryAfter: 40 } }] });
    expect(reads).toBe(before);
    await world.clock.advance(40_000);
    expect(await ask("Bo", 48)).toMatchObject({ status: 200, code: undefined });
    expect(reads).toBeGreaterThan(before);
  });

  test("what is too dear runs no query either", async () => {
    const before = reads;
    expect(await ask("Ada", 59)).toMatchObject({ status: 200, code: "TOO_COMPLEX" });
    expect(reads).toBe(before);
  });

  test("what cannot be run is paid for as well", async () => {
    const stranger = (query: string) => post(api, JSON.stringify({ query }));
    const codes = [];
    for (let at = 0; at < 61; at++) codes.push((await stranger(at % 2 ? "{" : "{ nothing }")).code);
    expect(codes.slice(0, 60)).not.toContain("RATE_LIMITED");
    expect(codes[60]).toBe("RATE_LIMITED");
    expect(await post(api, "[]")).toMatchObject({ status: 429, code: "RATE_LIMITED" });
  });

  test("strangers behind one console have each their own points, and cannot make up others", async () => {
    const as = (forwarded: string) =>
      post(api, '{"query":"{ __typename }"}', { "x-forwarded-for": forwarded });
    for (let at = 0; at < 60; at++) await as("203.0.113.1");
    expect(await as("203.0.113.1")).toMatchObject({ status: 429 });
    // What stands before the console's own word anybody may have written.
    expect(await as("198.51.100.9, 203.0.113.1")).toMatchObject({ status: 429 });
    expect(await as("203.0.113.2")).toMatchObject({ status: 200 });
  });

  test("F8: the same points over HTTP and WebSocket", async () => {
    const wire = await Wire.as(api, "Cy");
    await wire.ask("1", "{ offers(first: 48) { nodes { id } } }");
    const [refused] = errorsOf(await wire.ask("2", "{ offers(first: 48) { nodes { id } } }"));
    expect(refused?.extensions).toEqual({ code: "RATE_LIMITED", retryAfter: 40 });
    wire.subscribe("3", "subscription { offersChanged { ... on OffersSnapshot { offers { id } } } }");
    expect(errorsOf(await wire.hear("error"))[0]?.extensions["code"]).toBe("RATE_LIMITED");
    expect(await ask("Cy", 48)).toMatchObject({ status: 429 });
    wire.ws.terminate();
  });
});
