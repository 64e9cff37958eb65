import { HeaderMap } from "@apollo/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { makeContext } from "../platform/context.ts";
import { makeLog } from "../platform/log.ts";
import { person } from "../testing/actors.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { OddResolver } from "../testing/odd-resolver.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { type Actor, NOBODY } from "../values/actor.ts";
import { START } from "../values/cursor.ts";
import { GraphQLOverHttp, type HttpContext } from "./apollo.ts";
import { Documents } from "./documents.ts";
import { makeExecutor } from "./executor.ts";
import { answerOperation } from "./run-operation.ts";

const schema = buildSchemaOf([...offerResolvers, OddResolver]);
const documents = new Documents(schema);
const execute = makeExecutor(schema, "compiled");
const apollo = new GraphQLOverHttp(schema, execute, makeLog("silent"));
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  await apollo.start();
  await list(world, [listed("1"), listed("2", { gpuRawName: "H100 SXM" })]);
});
afterAll(async () => {
  await apollo.stop();
  await world?.close();
});

const GRAPHQL = "application/graphql-response+json";

function contextOf(actor: Actor, accept: string | undefined, showsSchema: boolean) {
  const ctx: Omit<HttpContext, "prepared"> = {
    ...makeContext({ ...world.platform, log: makeLog("silent") }, actor),
    requestId: "req_1",
    sql: world.database.sql,
    payments: null,
    google: null,
    openCloud: null,
    sandbox: null,
    publicUrl: "http://console.test",
    webhooksToPrivate: false,
    head: () => Promise.resolve(START),
    readSelection: () => ({ refused: "" }),
    loaders: new Map(),
    cost: { requested: 7, remaining: 93, limit: 100 },
    accept,
    showsSchema,
  };
  return ctx;
}

type Asked = { query: string; variables?: Record<string, unknown>; name?: string };

async function bothSay({ query, variables = {}, name = "" }: Asked, ctx: Omit<HttpContext, "prepared">) {
  const prepared = documents.prepare(query, name);
  if ("errors" in prepared) throw new Error(prepared.errors[0]?.message);
  const direct = await answerOperation(execute, { name, variables, prepared }, { ...ctx, prepared });
  const headers = new HeaderMap([["content-type", "application/json"]]);
  if (ctx.accept) headers.set("accept", ctx.accept);
  const body = { query, variables, operationName: name || null };
  const through = await apollo.answer({ method: "POST", headers, search: "", body }, { ...ctx, prepared });
  return [direct, through].map(({ status, headers, body }) => ({ status, headers: [...headers], body }));
}

const operations: [string, Asked][] = [
  ["a plain answer", { query: "{ fine }" }],
  [
    "a list",
    { query: "{ offers { totalCount nodes { gpu { model } pricePerGpuHour provider { name } } } }" },
  ],
  ["one of two operations", { query: "query A { fine } query B { __typename }", name: "B" }],
  ["variables", { query: "query ($say: String!) { fine(say: $say) }", variables: { say: "é 💡 \u2028" } }],
  [
    "variables that do not fit",
    { query: "query ($say: String!) { fine(say: $say) }", variables: { say: 1 } },
  ],
  ["a variable that is missing", { query: "query ($say: String!) { fine(say: $say) }" }],
  [
    "an enum that does not exist",
    {
      query: "query ($k: [OfferKind!]) { offers(filter: { kinds: $k }) { totalCount } }",
      variables: { k: ["ON_DEMANDE"] },
    },
  ],
  ["a fault in one field", { query: "{ fine broken }" }],
  ["four faults", { query: "{ a: broken b: brokenOddly c: brokenInPrivate d: broken fine }" }],
  ["nothing where something must be", { query: "{ missing }" }],
  ["a database that is away", { query: "{ unavailable fine }" }],
  ["a value that is refused", { query: "{ offers(first: 1000) { totalCount } }" }],
  ["a mutation", { query: 'mutation { store(secret: "abc") }' }],
  ["a mutation that fails", { query: 'mutation { storeInVain(secret: "abc") }' }],
  ["the schema", { query: "{ __schema { queryType { name } } }" }],
];

describe("an operation is answered as Apollo Server answers it", () => {
  for (const accept of [undefined, GRAPHQL, `${GRAPHQL};q=0.9, application/json`, "*/*"]) {
    test.each(operations)(
      `%s, to a client that accepts ${accept ?? "whatever comes"}`,
      async (_what, asked) => {
        const [direct, through] = await bothSay(asked, contextOf(person("Ada"), accept, true));
        expect(direct).toEqual(through);
      },
    );
  }

  test.each(operations)("%s, for a stranger who is not shown the schema", async (_what, asked) => {
    const [direct, through] = await bothSay(asked, contextOf(NOBODY, GRAPHQL, false));
    expect(direct).toEqual(through);
  });
});

test("an executor that fails is answered as Apollo Server answers it", async () => {
  const failing = () => Promise.reject(new Error("a fault"));
  const other = new GraphQLOverHttp(schema, failing, makeLog("silent"));
  await other.start();
  const ctx = contextOf(person("Ada"), undefined, true);
  const query = "{ fine }";
  const prepared = documents.prepare(query, "");
  if ("errors" in prepared) throw new Error("not valid");
  const direct = await answerOperation(failing, { name: "", variables: {}, prepared }, { ...ctx, prepared });
  const headers = new HeaderMap([["content-type", "application/json"]]);
  const through = await other.answer(
    { method: "POST", headers, search: "", body: { query } },
    { ...ctx, prepared },
  );
  await other.stop();
  expect({ ...direct, headers: [...direct.headers] }).toEqual({ ...through, headers: [...through.headers] });
  expect(direct.status).toBe(500);
});
