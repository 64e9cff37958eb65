import { HeaderMap } from "@apollo/server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { makeContext } from "../platform/context.ts";
import { person } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { keepLog } from "../testing/heard.ts";
import { expectNoLeak } from "../testing/leaks.ts";
import { INTERNALS, OddResolver } from "../testing/odd-resolver.ts";
import { post } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { NOBODY } from "../values/actor.ts";
import { START } from "../values/cursor.ts";
import { GraphQLOverHttp } from "./apollo.ts";

const schema = buildSchemaOf([...offerResolvers, OddResolver]);
const kept = keepLog();
let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld({ log: kept.log });
  api = await startTestApi(world, schema, [person("Ada")], {
    routes: [
      {
        path: "/boom",
        answer: () => {
          throw new Error(INTERNALS);
        },
      },
    ],
  });
});
afterEach(() => kept.lines.splice(0));
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const ask = (query: string) => post(api, JSON.stringify({ query }), { authorization: "Bearer Ada" });

interface Answer {
  data?: unknown;
  errors: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
}

describe("T26: a fault is shown as an id, and logged under it with its cause", () => {
  test.each([
    ["{ broken }", "the cause beneath"],
    ["{ brokenOddly }", INTERNALS],
    ["{ brokenInPrivate }", INTERNALS],
    ["{ missing }", "non-nullable"],
    ['mutation { storeInVain(secret: "abc") }', INTERNALS],
  ])("%s", async (query, cause) => {
    const reply = await ask(query);
    const requestId = reply.headers.get("x-request-id");
    expect(requestId).toMatch(/^req_/);
    const [error] = (JSON.parse(reply.text) as Answer).errors;
    expect(reply.status).toBe(200);
    expect(error).toMatchObject({
      message: `Something went wrong on our side. If you ask us about it, say ${requestId}.`,
      extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
    });
    expect(Object.keys(error?.extensions ?? {})).toEqual(["code", "requestId"]);
    expectNoLeak(reply.text);
    const line = kept.entries().find((entry) => entry["requestId"] === requestId);
    expect(line).toMatchObject({ level: "error", msg: "fault" });
    expect(JSON.stringify(line)).toContain(cause);
  });

  test("what did not fail is answered beside it", async () => {
    const { data, errors } = JSON.parse((await ask("{ fine broken }")).text) as Answer;
    expect(data).toEqual({ fine: "fine", broken: null });
    expect(errors).toMatchObject([{ path: ["broken"] }]);
  });

  test("F10: a reply tells of three errors at most", async () => {
    const { errors } = JSON.parse((await ask("{ a: broken b: broken c: broken d: broken }")).text) as Answer;
    expect(errors).toHaveLength(3);
  });

  test("who has no right to the field learns nothing of its faults", async () => {
    const reply = await post(api, JSON.stringify({ query: "{ broken }" }));
    expect(reply).toMatchObject({ status: 200, code: "UNAUTHENTICATED" });
  });
});

test("a database that is away is no fault: UNAVAILABLE, and when to ask again", async () => {
  const { errors } = JSON.parse((await ask("{ unavailable }")).text) as Answer;
  expect(errors).toMatchObject([
    { path: ["unavailable"], extensions: { code: "UNAVAILABLE", retryAfter: 1 } },
  ]);
  expect(kept.entries().map(({ level }) => level)).toContain("warn");
});

describe("what fails before an operation runs is masked as well", () => {
  test.each([
    ["a fault", new Error(INTERNALS), 500, "INTERNAL_SERVER_ERROR"],
    ["a lost database", Object.assign(new Error(INTERNALS), { code: "ECONNREFUSED" }), 503, "UNAVAILABLE"],
  ])("%s while it is looked up who asks", async (_name, failure, status, code) => {
    const failing = await startTestApi(world, schema, [], { identify: () => Promise.reject(failure) });
    const reply = await post(failing, JSON.stringify({ query: "{ fine }" }));
    await failing.stop();
    expect(reply).toMatchObject({ status, code });
    expect(reply.headers.get("retry-after")).toBe(status === 503 ? "1" : null);
    expectNoLeak(reply.text);
    const { requestId } = (JSON.parse(reply.text) as Answer).errors[0]?.extensions ?? {};
    expect(requestId).toMatch(/^req_/);
    expect(kept.entries().some((entry) => entry["requestId"] === requestId)).toBe(true);
  });

  test("a fault while the market's revision is read", async () => {
    const failing = await startTestApi(world, schema, [person("Ada")], {
      marketRevision: () => Promise.reject(new Error(INTERNALS)),
    });
    const ask = () =>
      post(failing, JSON.stringify({ query: "{ offers { totalCount } }" }), { authorization: "Bearer Ada" });
    // It is not read for what was never asked.
    expect((await ask()).status).toBe(200);
    const reply = await ask();
    await failing.stop();
    expect(reply).toMatchObject({ status: 500, code: "INTERNAL_SERVER_ERROR" });
    expectNoLeak(reply.text);
  });

  test("a fault of the executor itself", async () => {
    const apollo = new GraphQLOverHttp(schema, () => Promise.reject(new Error(INTERNALS)), kept.log);
    await apollo.start();
    const ctx = makeContext(world.platform, NOBODY);
    const context = {
      ...ctx,
      requestId: "req_1",
      sql: world.database.sql,
      accept: undefined,
      head: () => Promise.resolve(START),
      payments: null,
      google: null,
      openCloud: null,
      sandbox: null,
      publicUrl: "http://console.test",
      webhooksToPrivate: false,
      readSelection: () => ({ refused: "" }),
      loaders: new Map(),
      cost: { requested: 1, remaining: 1, limit: 1 },
      showsSchema: true,
    };
    const asked = {
      method: "POST",
      headers: new HeaderMap([["content-type", "application/json"]]),
      search: "",
      body: { query: "{ __typename }" },
    };
    const unadmitted = await apollo.answer(asked, { ...context, prepared: undefined });
    expect(unadmitted.status).toBe(500);
    const prepared = { text: "{ __typename }" } as never;
    const answered = await apollo.answer(asked, { ...context, prepared });
    await apollo.stop();
    expect(answered.status).toBe(500);
    expect(JSON.parse(answered.body)).toMatchObject({
      errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "req_1" } }],
    });
    expectNoLeak(answered.body);
  });

  test("a fault of another route", async () => {
    const response = await fetch(`${api.url}/boom`);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR" } }] });
    expectNoLeak(text);
    expect(kept.lines.join("")).toContain(INTERNALS);
  });
});

test("an operation that takes over 10 s is given up: TIMEOUT, and when to ask again", async () => {
  const still = await startTestApi(world, schema, [person("Ada")], { platform: world.platform });
  const asked = post(still, JSON.stringify({ query: "{ never }" }), { authorization: "Bearer Ada" });
  // A second request that was answered came after the first.
  await post(still, JSON.stringify({ query: "{ fine }" }), { authorization: "Bearer Ada" });
  await world.clock.advance(10_000);
  const reply = await asked;
  expect(reply).toMatchObject({ status: 503, code: "TIMEOUT" });
  expect(reply.headers.get("retry-after")).toBe("1");
  const stopped = still.stop();
  await world.clock.advance(10_000);
  await stopped;
});
