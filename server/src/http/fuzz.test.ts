import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../schema.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { keepLog } from "../testing/heard.ts";
import {
  bodies,
  offerCursor,
  offerPages,
  plainQuestions,
  questions,
  runs,
  seed,
  nullQuestions,
} from "../testing/hostile.ts";
import { expectNoLeak } from "../testing/leaks.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPerson } from "../testing/team.ts";
import { errorsOf, post, Wire } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";

const schema = buildSchema();
const kept = keepLog();
let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld({ pool: 6, log: kept.log });
  api = await startTestApi(world, schema, [await addPerson(world, "Ada")]);
  await list(world, [listed("1"), listed("2")]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const settings = { seed, numRuns: runs, endOnFailure: true } as const;

interface Answer {
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Whatever was asked: an answer, or a no with a name, and nothing of what is inside. */
async function expectAnswered(body: string): Promise<void> {
  const reply = await post(api, body, { authorization: "Bearer Ada" });
  const { errors = [] } = JSON.parse(reply.text) as Answer;
  const codes = errors.map(({ extensions }) => extensions?.code);
  if (codes.includes("INTERNAL_SERVER_ERROR")) throw new Error(`a fault: ${kept.lines.at(-1)}`);
  expect(reply.status).toBeLessThan(500);
  for (const code of codes) expect(code).toMatch(/^[A-Z_]+$/);
  expect(errors.length).toBeLessThanOrEqual(3);
  for (const { message } of errors) expectNoLeak(saidByUs(message));
}

/** What was sent may be repeated to who sent it; it stands in quotes or braces. */
function saidByUs(message: string): string {
  return message.replace(/"[^]*"|“[^]*”|\{[^]*\}|\[[^]*\]/g, "…");
}

test.each([
  ["with no more than it needs", false],
  ["with all that it may be given", true],
])("G48: every field, %s", async (_with, all) => {
  const questions = plainQuestions(schema, all);
  expect(questions.length).toBeGreaterThan(100);
  for (const question of questions) await expectAnswered(JSON.stringify(question));
});

test("G48: null by a variable for what has a default and must not be null", async () => {
  const questions = nullQuestions(schema);
  expect(questions.length).toBeGreaterThan(10);
  for (const question of questions) {
    const { body } = await api.ask("Ada", question.query, question.variables);
    expect(body, question.query).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
  }
});

test("G48: a cursor that no list gave out is none", async () => {
  const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ args }) =>
    args.some(({ name }) => name === "after"),
  );
  expect(lists.length).toBeGreaterThan(5);
  const known = new Map(plainQuestions(schema, true).map((one) => [one.field, one]));
  for (const { name } of lists) {
    const { query, variables } = known.get(name) ?? { query: "", variables: {} };
    const { body } = await api.ask("Ada", query, { ...variables, first: 1, after: "garbage" });
    expect(body, query).toMatchObject({
      errors: [{ extensions: { code: expect.stringMatching(/BAD_USER_INPUT|FORBIDDEN/) as string } }],
    });
  }
});

test(`G48: any arguments, over HTTP (FUZZ_SEED=${seed})`, async () => {
  const property = fc.asyncProperty(questions(schema, ["query", "mutation"]), (question) =>
    expectAnswered(JSON.stringify(question)),
  );
  await fc.assert(property, settings);
}, 120_000);

test(`G48: any body (FUZZ_SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(bodies(questions(schema, ["query", "mutation"])), expectAnswered),
    settings,
  );
}, 120_000);

test(`G48: any cursor of the offers' pages (FUZZ_SEED=${seed})`, async () => {
  const query =
    "query ($sort: [OfferSort!], $after: String) { offers(sort: $sort, after: $after) { totalCount nodes { id } } }";
  const property = fc.asyncProperty(offerPages, (page) => {
    const sort = { field: page.field[0], direction: page.descending ? "DESC" : "ASC" };
    return expectAnswered(JSON.stringify({ query, variables: { sort, after: offerCursor(page) } }));
  });
  await fc.assert(property, settings);
}, 120_000);

test(`G48: any arguments, over a socket (FUZZ_SEED=${seed})`, async () => {
  const kinds = ["query", "mutation", "subscription", "subscription"] as const;
  const property = fc.asyncProperty(questions(schema, kinds), async ({ query, variables }) => {
    const wire = await Wire.as(api, "Ada");
    const asked = JSON.stringify({ id: "1", type: "subscribe", payload: { query, variables } });
    wire.say(asked);
    const isLive = query.startsWith("subscription");
    // A subscription that resumes is silent until something happens, so it is followed by a question.
    if (isLive) wire.subscribe("2", "{ __typename }");
    const answer = await wire.hear("next", "error");
    wire.ws.terminate();
    for (const { message, extensions } of errorsOf(answer)) {
      if (extensions["code"] === "INTERNAL_SERVER_ERROR") throw new Error(`a fault: ${kept.lines.at(-1)}`);
      expect(extensions["code"]).toMatch(/^[A-Z_]+$/);
      expectNoLeak(saidByUs(message));
    }
  });
  await fc.assert(property, { ...settings, numRuns: Math.ceil(runs / 2) });
}, 120_000);

test("nothing that was asked was a fault of ours", () => {
  expect(kept.entries().filter(({ level }) => level === "error")).toEqual([]);
});
