import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../schema.ts";
import { key } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { addPerson } from "../testing/team.ts";
import { post, Wire } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";

let world: World;
let api: TestApi;
let ada: Person;
let bo: Person;
beforeAll(async () => {
  world = await makeWorld();
  ada = await addPerson(world, "Ada");
  bo = await addPerson(world, "Bo");
  api = await startTestApi(world, buildSchema(), [ada, bo, key("ci", ["read"], ada.accountId)]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const rename = JSON.stringify({
  query: 'mutation { renameAccount(input: { name: "Renamed" }) { __typename ... on Account { name } } }',
});
/** By Ada's credential, from a page that is said to be this one's. */
const renameFrom = (page: { accountId: string; userId: string }) =>
  post(api, rename, {
    authorization: "Bearer Ada",
    "x-berth-viewer": `${page.accountId} ${page.userId}`,
  });

test("E2: what a page asks for with somebody else's cookie, or in another account, is not done", async () => {
  for (const page of [bo, { ...ada, accountId: bo.accountId }, { ...ada, userId: bo.userId }]) {
    expect((await renameFrom(page)).code).toBe("UNAUTHENTICATED");
  }
  const { body } = await api.ask("Ada", "{ account { name } }");
  expect(body.data?.["account"]).not.toEqual({ name: "Renamed" });
  expect((await renameFrom(ada)).text).toContain('"name":"Renamed"');
});

test("a socket is told who is behind it", async () => {
  const acknowledged = async (who: string) => {
    const wire = await Wire.as(api, who);
    wire.ws.terminate();
    return wire.all[0]?.payload;
  };
  expect(await acknowledged("Ada")).toEqual({ accountId: ada.accountId, userId: ada.userId });
  expect(await acknowledged("ci")).toEqual({ accountId: ada.accountId, userId: null });
});
