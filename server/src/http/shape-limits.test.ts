import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { person } from "../testing/actors.ts";
import { aliases, list, shapes, times } from "../testing/attacks.ts";
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

test("documents are remembered, as many as fit into memory", () => {
  const documents = new Documents(schema);
  const wide = (name: string) => `query ${name} { offers { nodes { ${times(900, () => "reliability")} } } }`;
  const first = documents.prepare(wide("A"), "A");
  expect(documents.prepare(wide("A"), "A")).toBe(first);
  for (let at = 0; at < 70; at++)
    documents.prepare(`# ${"x".repeat(10_000)}\nquery B${at} { __typename }`, "");
  expect(documents.prepare(wide("A"), "A")).not.toBe(first);
});
