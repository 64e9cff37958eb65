import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { makeWorld, type World } from "../testing/world.ts";

let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld();
  api = await startTestApi(world, buildSchemaOf(offerResolvers), []);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

// What may be offered and is not: operations over GET, which a link or an image could send with the
// viewer's cookie (T7).
const notOffered = new Set(["5A70", "D6D5", "6A70"]);

const audits = serverAudits({ url: () => `${api.url}/graphql` });

test.each(audits.filter(({ id }) => !notOffered.has(id)).map((audit) => [audit.name, audit.fn] as const))(
  "G49: GraphQL over HTTP: %s",
  async (_name, audit) => {
    const result = await audit();
    expect(result.status === "ok" ? "ok" : result.reason).toBe("ok");
  },
);

test("G49: nothing that the protocol says MUST or SHOULD is left out", () => {
  expect(audits.filter(({ id }) => notOffered.has(id)).map(({ name }) => name.split(" ")[0])).toEqual([
    "MAY",
    "MAY",
    "MAY",
  ]);
});
